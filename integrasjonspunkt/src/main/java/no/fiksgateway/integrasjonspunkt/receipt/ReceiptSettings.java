package no.fiksgateway.integrasjonspunkt.receipt;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What answers mean, where a site knows better than the built-in table.
 *
 * @param overrides what a type means, by the type itself: mottatt, kvittert, feilmelding, ugyldigforespoersel,
 *     serverfeil, ikkefunnet, leveringsfeil, tidsavbrudd or ignorert. In YAML write the type in square brackets and
 *     quotes
 * @param mottattCountsAsMottatt protocols, or beginnings of types up to a dot, whose {@code .mottatt} says only that the
 *     message was read; LEVERT then waits for the {@code .kvittering}. For protocols that send a Kvittering soon after:
 *     {@code no.ks.fiks.arkiv}, {@code no.ks.fiks.plan.v2.oppdatering}, {@code no.ks.fiks.politisk.behandling}
 * @param ikkefunnetAnswersQueries whether {@code ikkefunnet} is an answer (LEST) rather than a failure (FEIL) where the
 *     message was a query: hent, finn or sok
 */
@ConfigurationProperties("integrasjonspunkt.receipt")
record ReceiptSettings(
    @DefaultValue Map<String, Meaning> overrides,
    @DefaultValue List<String> mottattCountsAsMottatt,
    @DefaultValue("false") boolean ikkefunnetAnswersQueries) {

  /** Their Kvittering takes weeks or does not exist, so that LEVERT would never come in time. */
  private static final List<String> WITHOUT_QUICK_KVITTERING = List.of(
      "no.ks.fiks.matrikkelfoering",
      "no.nav.digisos",
      "no.ks.fiks.bekymringsmelding",
      "no.dibk.arkivlett");

  ReceiptSettings {
    overrides = overrides.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(
            override -> override.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue));
    mottattCountsAsMottatt = mottattCountsAsMottatt.stream()
        .map(protocol -> protocol.toLowerCase(Locale.ROOT))
        .toList();
    for (String protocol : mottattCountsAsMottatt) {
      for (String slow : WITHOUT_QUICK_KVITTERING) {
        if (isBelow(protocol, slow) || isBelow(slow, protocol)) {
          throw new IllegalArgumentException(
              "integrasjonspunkt.receipt.mottatt-counts-as-mottatt must not cover "
                  + slow
                  + ", as '"
                  + protocol
                  + "' does: its .mottatt is the only quick answer there is, and messages would stay at MOTTATT until"
                  + " their deadline. Name the protocols one by one.");
        }
      }
    }
  }

  boolean mottattOnly(String lowerCaseType) {
    return mottattCountsAsMottatt.stream().anyMatch(protocol -> isBelow(lowerCaseType, protocol));
  }

  private static boolean isBelow(String type, String beginning) {
    return type.equals(beginning) || type.startsWith(beginning + ".");
  }
}
