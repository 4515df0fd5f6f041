package no.fiksgateway.integrasjonspunkt.migration;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A setting of Digdir's integrasjonspunkt, version 4 or earlier.
 *
 * @param name as Digdir documents it; one that ends with {@code .*} stands for all that begin so
 * @param ours the setting of ours it becomes
 * @param unit what its value counts, or how it is written
 * @param note what the documentation says of it
 */
record DigdirName(String name, @Nullable String ours, String unit, String note, Reading reading) {
  private static final String ALL_BELOW = ".*";

  private static final String KONTO = "integrasjonspunkt.kontoer[0]";
  private static final String CERTIFICATE = "integrasjonspunkt.virksomhetssertifikat";
  private static final String MASKINPORTEN = "integrasjonspunkt.maskinporten";

  private static final String SVARUT =
      "The gateway has Fiks IO only, and no DPF (SvarUt and SvarInn)";

  /** All that are known. Where two become the same setting, the earlier one counts. */
  static final List<DigdirName> ALL = List.of(
      taken("difi.move.org.number", "integrasjonspunkt.org-number"),
      file("difi.move.org.keystore.path", CERTIFICATE + ".path"),
      taken("difi.move.org.keystore.type", CERTIFICATE + ".type"),
      taken("difi.move.org.keystore.password", CERTIFICATE + ".password"),
      taken("difi.move.org.keystore.alias", CERTIFICATE + ".alias"),
      notUsed("difi.move.org.keystore.lockProvider", "Key stores are read by the Java platform"),
      taken("difi.move.fiks.io.konto-id", KONTO + ".konto-id"),
      taken("difi.move.fiks.io.integrasjons-id", KONTO + ".integrasjon-id"),
      taken("difi.move.fiks.io.integrasjons-passord", KONTO + ".integrasjon-passord"),
      notUsed(
          "difi.move.fiks.io.sender-orgnr",
          "Messages in say who really sent them: the account, and the organisation the Kontokatalog names for it"),
      taken("difi.move.fiks.io.host", "integrasjonspunkt.fiks.amqp.host"),
      new DigdirName(
          "difi.move.fiks.io.api-host",
          "integrasjonspunkt.fiks.api-url",
          "host",
          "https:// is put before it; a whole address is taken as it is",
          Reading::httpsHost),
      taken("difi.move.fiks.io.upload-size-limit", "integrasjonspunkt.outbound.max-message-size"),
      count("difi.move.fiks.io.default-ttl-hours", "integrasjonspunkt.outbound.default-ttl", "h"),
      count("difi.move.nextmove.default-ttl-hours", "integrasjonspunkt.outbound.default-ttl", "h"),
      count("difi.move.nextmove.lockTimeoutMinutes", "integrasjonspunkt.inbound.lock-time", "m"),
      taken("difi.move.oidc.url", MASKINPORTEN + ".token-uri"),
      taken("difi.move.oidc.audience", MASKINPORTEN + ".audience"),
      taken("difi.move.oidc.clientId", MASKINPORTEN + ".client-id"),
      new DigdirName(
          "difi.move.oidc.clientIdPrefix",
          MASKINPORTEN + ".client-id",
          "",
          "the organisation number is put after it; MOVE_IP_ where neither it nor clientId is set",
          value -> new Reading.Meaning.AsItIs()),
      file("difi.move.oidc.keystore.path", MASKINPORTEN + ".key-store.path"),
      taken("difi.move.oidc.keystore.type", MASKINPORTEN + ".key-store.type"),
      taken("difi.move.oidc.keystore.password", MASKINPORTEN + ".key-store.password"),
      taken("difi.move.oidc.keystore.alias", MASKINPORTEN + ".key-store.alias"),
      notUsed("difi.move.oidc.keystore.lockProvider", "Key stores are read by the Java platform"),
      notUsed("difi.move.oidc.enable", "Fiks IO is never reached without a token"),
      notUsed(
          "difi.move.oidc.connectTimeout",
          "Set integrasjonspunkt.fiks.connect-timeout, which is for Maskinporten and Fiks alike"),
      notUsed(
          "difi.move.oidc.readTimeout",
          "Set integrasjonspunkt.fiks.lookup-timeout, which is for Maskinporten and Fiks alike"),
      new DigdirName(
          "difi.move.serviceregistryEndpoint",
          "integrasjonspunkt.service-registry.url",
          "",
          "a registry of your own; Digdir's (below eformidling.no, difi.no and digdir.no) is not used",
          Reading::openRegistry),
      notUsed(
          "difi.move.sign.*",
          "The Service Registry's answers are read unsigned; its address should be HTTPS"),
      new DigdirName(
          "difi.datasource.url",
          "spring.datasource.url",
          "",
          "an empty PostgreSQL database; an H2 address is not used, and the gateway makes an H2 database of its own",
          Reading::databaseUrl),
      taken("difi.datasource.username", "spring.datasource.username"),
      taken("difi.datasource.password", "spring.datasource.password"),
      notUsed(
          "difi.activemq.*",
          "There is no message broker: what is to be sent waits in the database. Send what the old one still holds"
              + " before you change over"),
      notUsed("difi.move.queue.concurrency", "Set integrasjonspunkt.jobs.threads"),
      notUsed(
          "difi.move.queue.*",
          "There is no queue to name, and a send is tried until the message's deadline"),
      notUsed(
          "difi.move.deadlock.*", "A conflict in the database is tried again without being told"),
      new DigdirName(
          "difi.move.nextmove.filedir",
          "integrasjonspunkt.payload.directory",
          "",
          "a folder fiks-gateway in it, because what lies there already is not readable here",
          value -> new Reading.Meaning.Taken(value + "/fiks-gateway")),
      notUsed(
          "difi.move.nextmove.useDbPersistence",
          "Documents lie in integrasjonspunkt.payload.directory, encrypted, and never in the database"),
      notUsed(
          "difi.move.nextmove.blobCacheDir",
          "Documents are streamed without being kept in between"),
      notUsed(
          "difi.move.nextmove.ttlPollingrate",
          "Each deadline is kept within five seconds without polling"),
      notUsed(
          "difi.move.nextmove.*", "It is about other channels, or about how Digdir's one works"),
      new DigdirName(
          "difi.move.feature.enableDPFIO",
          null,
          "",
          "Fiks IO is always on",
          Reading::fiksIoEnabled),
      new DigdirName(
          "difi.move.feature.statusQueueIncludes",
          "integrasjonspunkt.api.status-queue",
          "list",
          "true where DPFIO is among them",
          Reading::queuedServices),
      channel("DPO"),
      channel("DPV"),
      channel("DPI"),
      channel("DPF"),
      channel("DPE"),
      channel("DPH"),
      new DigdirName(
          "difi.move.feature.allowDeprecatedTrailingSlash",
          null,
          "",
          "A slash at the end of a path is always ignored",
          value -> new Reading.Meaning.AsItIs()),
      notUsed(
          "difi.move.feature.mailErrorStatus",
          "Nothing is sent by mail: watch /api/statuses?status=FEIL, or subscribe to it"),
      notUsed("difi.move.feature.*", "It is about other channels, or about how Digdir's one works"),
      notUsed(
          "difi.move.mail.*",
          "Nothing is sent by mail: watch /api/statuses?status=FEIL, or subscribe to it"),
      count("difi.move.webhooks.connectTimeout", "integrasjonspunkt.webhook.connect-timeout", "ms"),
      count("difi.move.webhooks.readTimeout", "integrasjonspunkt.webhook.silence-timeout", "ms"),
      notUsed(
          "difi.move.arkivmelding.*",
          "Process and document type are those of the message, and receipts come from the receiver"),
      notUsed("difi.move.ntp.*", "The clock of the machine is used: keep it right with NTP"),
      taken("difi.ssl.enabled", "server.ssl.enabled"),
      taken("difi.ssl.key-store", "server.ssl.key-store"),
      taken("difi.ssl.key-store-type", "server.ssl.key-store-type"),
      taken("difi.ssl.key-store-password", "server.ssl.key-store-password"),
      taken("difi.ssl.key-alias", "server.ssl.key-alias"),
      new DigdirName(
          "difi.security.enable",
          null,
          "",
          "false leaves the user out; otherwise it is on where a user is named",
          value -> new Reading.Meaning.AsItIs()),
      taken("difi.security.user.name", "integrasjonspunkt.access.users[0].name"),
      taken("difi.security.user.password", "integrasjonspunkt.access.users[0].password"),
      notUsed("difi.move.fiks.inn.*", SVARUT),
      notUsed("difi.move.fiks.ut.*", SVARUT),
      notUsed("difi.move.fiks.paa-vegne-av.*", SVARUT),
      notUsed("difi.move.fiks.keystore.*", SVARUT),
      notUsed("difi.move.fiks.pollingrate", SVARUT),
      notUsed(
          "difi.move.dpo.*", "The gateway has Fiks IO only, and no DPO (Altinn broker service)"),
      notUsed(
          "difi.move.dpv.*", "The gateway has Fiks IO only, and no DPV (Altinn correspondence)"),
      notUsed("difi.move.dpi.*", "The gateway has Fiks IO only, and no DPI (digital post)"),
      notUsed("difi.move.dph.*", "The gateway has Fiks IO only, and no DPH (health network)"),
      notUsed("difi.move.einnsyn.*", "The gateway has Fiks IO only, and no DPE (eInnsyn)"),
      notUsed(
          "difi.move.noarkSystem.*", "The archive system calls the gateway, and not the other way"),
      notUsed("difi.move.msh.*", "There is no BestEdu here"),
      notUsed(
          "app.logger.*",
          "Nothing is logged to Digdir. For log lines as JSON set logging.structured.format.console"),
      notUsed(
          "vault.uri",
          "Secrets are not read from Vault. Give them in the environment, or in a file that only the gateway can read"),
      notUsed("vault.token", "Secrets are not read from Vault"),
      notUsed("vault.path", "Secrets are not read from Vault"),
      notUsed("vault.resource-path", "Secrets are not read from Vault"));

  private static DigdirName taken(String name, String ours) {
    return new DigdirName(name, ours, "", "", Reading::asItIs);
  }

  private static DigdirName file(String name, String ours) {
    return new DigdirName(
        name,
        ours,
        "",
        "a path, or file: and a path; vault: and classpath: are refused",
        Reading::file);
  }

  private static DigdirName count(String name, String ours, String unit) {
    String words = switch (unit) {
      case "h" -> "hours";
      case "m" -> "minutes";
      default -> "milliseconds";
    };
    return new DigdirName(name, ours, words, "", Reading.wholeNumber(unit));
  }

  private static DigdirName channel(String service) {
    return new DigdirName(
        "difi.move.feature.enable" + service,
        null,
        "",
        "Only Fiks IO is here; false is no difference",
        Reading::otherChannel);
  }

  private static DigdirName notUsed(String name, String advice) {
    return new DigdirName(name, null, "", advice, Reading.notUsed(advice));
  }

  /** Finds what is known of a name, however it is spelt. */
  static Optional<DigdirName> find(String spelling) {
    String key = GivenSettings.key(spelling);
    return ALL.stream().filter(known -> known.covers(key)).findFirst();
  }

  private boolean covers(String key) {
    return isFamily()
        ? key.startsWith(GivenSettings.key(name))
        : key.equals(GivenSettings.key(name));
  }

  /** Whether it stands for all names that begin as it does. */
  boolean isFamily() {
    return name.endsWith(ALL_BELOW);
  }
}
