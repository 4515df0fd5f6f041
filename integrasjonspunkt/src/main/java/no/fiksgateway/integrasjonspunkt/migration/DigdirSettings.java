package no.fiksgateway.integrasjonspunkt.migration;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import no.fiksgateway.integrasjonspunkt.migration.GivenSettings.GivenSetting;
import no.fiksgateway.integrasjonspunkt.migration.Reading.Meaning;
import org.apache.commons.logging.Log;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.Profiles;
import org.springframework.core.env.PropertySource;

/**
 * Reads what the user has set under the names of Digdir's integrasjonspunkt as settings of ours. They come before the
 * gateway's own defaults and after everything set under our names. What has no place here is named in one line of the
 * log each.
 */
final class DigdirSettings implements EnvironmentPostProcessor, Ordered {
  /** Where our defaults are; what stands before them the user has set. */
  private static final String DEFAULTS = "class path resource [application.yml]";

  private static final Map<String, String> PRODUCTION = addresses("ks.no", "maskinporten.no");
  private static final Map<String, String> TEST = addresses("test.ks.no", "test.maskinporten.no");

  private final Log log;

  DigdirSettings(DeferredLogFactory logs) {
    this.log = logs.getLog(DigdirSettings.class);
  }

  private static Map<String, String> addresses(String ks, String maskinporten) {
    return Map.of(
        "integrasjonspunkt.fiks.api-url", "https://api.fiks." + ks,
        "integrasjonspunkt.fiks.amqp.host", "io.fiks." + ks,
        "integrasjonspunkt.maskinporten.token-uri", "https://" + maskinporten + "/token",
        "integrasjonspunkt.maskinporten.audience", "https://" + maskinporten + "/");
  }

  @Override
  public int getOrder() {
    return StrippedValues.ORDER + 1;
  }

  /** @throws UnusableSettingException if a value cannot be taken over */
  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    MutablePropertySources sources = environment.getPropertySources();
    PropertySource<?> defaults = sources.stream()
        .filter(source -> source.getName().contains(DEFAULTS))
        .findFirst()
        .orElse(null);
    GivenSettings given = new GivenSettings(environment, defaults);
    Map<String, TakenOver> taken = takeOver(given);
    sayWhatIsNotUsed(given);
    if (given.all().stream().anyMatch(setting -> isBelow(setting, "difi.move"))) {
      assumptions(given, taken, environment).forEach((ours, assumed) -> {
        if (given.find(ours).isEmpty()) {
          taken.putIfAbsent(ours, assumed);
        }
      });
    }
    if (!taken.isEmpty()) {
      log.info("Read as settings of the gateway: "
          + taken.values().stream().map(TakenOver::from).distinct().toList());
      DigdirPropertySource digdirs = new DigdirPropertySource(taken);
      if (defaults == null) {
        sources.addLast(digdirs);
      } else {
        sources.addBefore(defaults.getName(), digdirs);
      }
    }
  }

  /**
   * A setting of ours that another name has set.
   *
   * @param from that name as the user wrote it and where, or why the setting has this value
   */
  record TakenOver(String value, String from) {}

  private Map<String, TakenOver> takeOver(GivenSettings given) {
    Map<String, TakenOver> taken = new LinkedHashMap<>();
    for (DigdirName name : DigdirName.ALL) {
      GivenSetting setting = name.isFamily() ? null : given.find(name.name()).orElse(null);
      if (setting == null || setting.value().isEmpty()) {
        continue;
      }
      Meaning meaning = read(name, setting);
      if (name.ours() != null && meaning instanceof Meaning.Taken means) {
        GivenSetting ourOwn = given.findOrListOf(name.ours()).orElse(null);
        if (ourOwn == null) {
          taken.putIfAbsent(name.ours(), new TakenOver(means.value(), setting.toString()));
        } else if (!ourOwn.value().equals(means.value())) {
          log.warn(setting + " is not used: " + ourOwn + " goes before it. Take one of them away.");
        }
      }
    }
    if (given
        .find("difi.security.enable")
        .map(GivenSetting::value)
        .filter("false"::equalsIgnoreCase)
        .isPresent()) {
      taken.remove("integrasjonspunkt.access.users[0].name");
      taken.remove("integrasjonspunkt.access.users[0].password");
    }
    if (!taken.containsKey("spring.datasource.url")) {
      // They open that database, and no other.
      taken.remove("spring.datasource.username");
      taken.remove("spring.datasource.password");
    }
    return taken;
  }

  private static Meaning read(DigdirName name, GivenSetting setting) {
    try {
      return name.reading().read(setting.value());
    } catch (IllegalArgumentException e) {
      throw new UnusableSettingException(setting, e.getMessage() + ".");
    }
  }

  private void sayWhatIsNotUsed(GivenSettings given) {
    for (GivenSetting setting : given.all()) {
      if (setting.value().isEmpty()) {
        continue;
      }
      Optional<DigdirName> name = DigdirName.find(setting.spelling());
      if (name.isPresent()) {
        if (read(name.get(), setting) instanceof Meaning.NotUsed unused) {
          log.warn(setting + " is not used. " + unused.advice() + ".");
        }
      } else if (isBelow(setting, "difi")) {
        log.warn(setting + " is not used: no such setting is known. docs/migration.md lists those"
            + " that are.");
      }
    }
  }

  private static boolean isBelow(GivenSetting setting, String prefix) {
    return setting.spelling().length() > prefix.length()
        && GivenSettings.key(setting.spelling()).startsWith(GivenSettings.key(prefix))
        && !Character.isLetterOrDigit(setting.spelling().charAt(prefix.length()));
  }

  /** What Digdir's integrasjonspunkt does where nothing is said, and ours would have to be told. */
  private static Map<String, TakenOver> assumptions(
      GivenSettings given, Map<String, TakenOver> taken, ConfigurableEnvironment environment) {
    Map<String, TakenOver> assumed = new LinkedHashMap<>();
    boolean test = environment.acceptsProfiles(Profiles.of("staging", "dev"));
    (test ? TEST : PRODUCTION)
        .forEach((ours, address) -> assumed.put(
            ours,
            new TakenOver(
                address,
                test
                    ? "addresses for test, by spring.profiles.active"
                    : "addresses for production, as the profile is neither staging nor dev")));
    Optional<String> orgNumber = given
        .find("integrasjonspunkt.org-number")
        .map(GivenSetting::value)
        .or(() ->
            Optional.ofNullable(taken.get("integrasjonspunkt.org-number")).map(TakenOver::value));
    String prefix =
        given.find("difi.move.oidc.clientIdPrefix").map(GivenSetting::value).orElse("MOVE_IP_");
    orgNumber.ifPresent(number -> assumed.put(
        "integrasjonspunkt.maskinporten.client-id",
        new TakenOver(prefix + number, "Maskinporten client " + prefix + number)));
    return assumed;
  }
}
