package no.fiksgateway.simulator.platform;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import no.fiksgateway.asice.PackageFile;

/** The files a robot puts into its answers, by KS's Fiks Arkiv v1 schemas. Types that carry nothing get none. */
final class ArkivReplies {
  private static final String KVITTERING =
      "no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett.kvittering";
  private static final String FEILMELDING = "no.ks.fiks.arkiv.v1.feilmelding.";
  private static final String NAMESPACE =
      "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/";

  private ArkivReplies() {}

  static List<PackageFile> filesOf(String meldingType, Instant now) {
    if (meldingType.equals(KVITTERING)) {
      return List.of(xml("arkivmelding-kvittering.xml", kvittering(now)));
    }
    if (meldingType.startsWith(FEILMELDING)) {
      return List.of(
          xml("feilmelding.xml", feilmelding(meldingType.substring(FEILMELDING.length()))));
    }
    return List.of();
  }

  private static String kvittering(Instant now) {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <arkivmeldingKvittering xmlns="%sarkivmelding/opprett/kvittering/v1">
          <registreringKvittering>
            <systemID>%s</systemID>
            <opprettetDato>%s</opprettetDato>
            <opprettetAv>fiks-simulator</opprettetAv>
            <opprettetEllerEksisterende>Opprettet</opprettetEllerEksisterende>
          </registreringKvittering>
        </arkivmeldingKvittering>
        """.formatted(NAMESPACE, UUID.randomUUID(), now.truncatedTo(ChronoUnit.SECONDS));
  }

  private static String feilmelding(String kind) {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <%1$s xmlns="%2$sfeil/%1$s/v1" xmlns:f="%2$sfeil/feilmelding/v1">
          <f:feilId>%3$s</f:feilId>
          <f:feilmelding>Robotarkivet svarer med feil fordi kontoen er satt opp slik</f:feilmelding>
        </%1$s>
        """.formatted(kind, NAMESPACE, UUID.randomUUID());
  }

  private static PackageFile xml(String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new PackageFile(name, "application/xml", () -> new ByteArrayInputStream(bytes));
  }
}
