package no.fiksgateway.integrasjonspunkt.migration;

import java.util.List;
import java.util.Locale;

/** What a value under one of Digdir's names means here. */
@FunctionalInterface
interface Reading {
  /** @throws IllegalArgumentException if it means nothing; the message says what is wrong with it, without the value */
  Meaning read(String value);

  /** What it means. */
  sealed interface Meaning {
    /** Our setting gets this value. */
    record Taken(String value) implements Meaning {}

    /** Nothing of ours answers to it. */
    record NotUsed(String advice) implements Meaning {}

    /** It asks for what is so anyway. */
    record AsItIs() implements Meaning {}
  }

  static Meaning asItIs(String value) {
    if (value.startsWith("vault:")) {
      throw new IllegalArgumentException(
          "secrets are not read from Vault. Give the value itself, in the environment or in a file"
              + " that only the gateway can read");
    }
    return new Meaning.Taken(value);
  }

  /** A whole number in another unit, as our durations are written. */
  static Reading wholeNumber(String unit) {
    return value -> {
      if (!value.matches("\\d+")) {
        throw new IllegalArgumentException("it must be a whole number");
      }
      return new Meaning.Taken(value + unit);
    };
  }

  /** A resource as Spring names it, which has to be a file. */
  static Meaning file(String value) {
    if (value.startsWith("classpath:") || value.startsWith("base64:")) {
      throw new IllegalArgumentException("it must be a file. Put the key store into one");
    }
    if (!value.startsWith("file:")) {
      return asItIs(value);
    }
    String path = value.substring("file:".length()).replaceFirst("^//(?=/)", "");
    return new Meaning.Taken(path.matches("/[A-Za-z]:.*") ? path.substring(1) : path);
  }

  /** A host that is reached by HTTPS; a whole address is taken too. */
  static Meaning httpsHost(String value) {
    return new Meaning.Taken(value.contains("://") ? value : "https://" + value);
  }

  /** The peer's own database cannot be ours, and there is no driver for others than PostgreSQL. */
  static Meaning databaseUrl(String value) {
    if (value.startsWith("jdbc:postgresql:")) {
      return asItIs(value);
    }
    if (value.startsWith("jdbc:h2:")) {
      return new Meaning.NotUsed(
          "The gateway makes an H2 database of its own in integrasjonspunkt.data-dir, and leaves that one as it is");
    }
    throw new IllegalArgumentException(
        "the gateway keeps its messages in PostgreSQL, or in an H2 database of its own. Name an empty PostgreSQL"
            + " database (jdbc:postgresql://...), or take the setting away to use H2");
  }

  /** Digdir's own registry answers nobody without a token of Maskinporten for eFormidling. */
  static Meaning openRegistry(String value) {
    return value.matches("(?i)https?://([^/:]+\\.)?(eformidling|difi|digdir)\\.no([:/].*)?")
        ? new Meaning.NotUsed(
            "Digdir's Service Registry answers its own integrasjonspunkt only, and no longer knows Fiks IO. Receivers are"
                + " looked up in the address book and in Fiks; set integrasjonspunkt.service-registry.url for a registry of"
                + " your own")
        : asItIs(value);
  }

  /** Which services are queued; here there is one. */
  static Meaning queuedServices(String value) {
    List<String> services = List.of(value.toUpperCase(Locale.ROOT).split("\\s*,\\s*"));
    return new Meaning.Taken(Boolean.toString(services.contains("DPFIO")));
  }

  static Meaning fiksIoEnabled(String value) {
    return Boolean.parseBoolean(value)
        ? new Meaning.AsItIs()
        : new Meaning.NotUsed("The gateway sends and receives over Fiks IO, and nothing else");
  }

  /** Another channel: to have it off is no difference. */
  static Meaning otherChannel(String value) {
    return Boolean.parseBoolean(value)
        ? new Meaning.NotUsed(
            "The gateway has Fiks IO only. Keep Digdir's integrasjonspunkt for the other channels, on a port and with a"
                + " database of its own")
        : new Meaning.AsItIs();
  }

  static Reading notUsed(String advice) {
    return value -> new Meaning.NotUsed(advice);
  }
}
