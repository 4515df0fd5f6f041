package no.fiksgateway.integrasjonspunkt.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.Meldingstype;
import no.fiksgateway.integrasjonspunkt.message.OutgoingStatus;
import no.fiksgateway.integrasjonspunkt.receipt.Receipt.Feilmelding.Kind;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ReceiptTranslatorTest {
  private static final String ARKIVMELDING = "no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett";
  private static final ReceiptSettings BUILT_IN = settings(Map.of());

  private final ReceiptTranslator translator = new RuledReceiptTranslator(BUILT_IN);

  @Nested
  class KnownTypes {
    @ParameterizedTest
    @MethodSource("no.fiksgateway.integrasjonspunkt.receipt.ReceiptTranslatorTest#publishedTypes")
    void everyPublishedTypeIsTakenForWhatItIs(String kind, String type) {
      assertThat(kindOf(translator.translate(new Meldingstype(type)))).isEqualTo(kind);
    }

    @Test
    void noPublishedTypeIsListedTwice() throws IOException {
      assertThat(publishedTypes().map(row -> row.get()[1]))
          .doesNotHaveDuplicates()
          .hasSizeGreaterThan(170);
    }

    @ParameterizedTest
    @CsvSource({
      "no.ks.fiks.arkiv.v1.feilmelding.ugyldigforespoersel, UGYLDIG_FORESPOERSEL",
      "no.ks.fiks.kvittering.ugyldigforespørsel.v1, UGYLDIG_FORESPOERSEL",
      "no.ks.fiks.plan.v2.feilmelding.serverfeil, SERVERFEIL",
      "no.ks.fiks.arkiv.v1.feilmelding.ikkefunnet, IKKE_FUNNET",
      "no.ks.fiks.bekymringsmelding.feilet.v1, OTHER",
      "no.dibk.arkivlett.feil.v1, OTHER",
    })
    void aFeilmeldingSaysWhichKindItIs(String type, Kind kind) {
      Meldingstype answer = new Meldingstype(type);

      assertThat(translator.translate(answer)).isEqualTo(new Receipt.Feilmelding(answer, kind));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "no.ks.fiks.kvittering.serverfeil.v1",
          "no.ks.fiks.io.feilmelding.serverfeil",
          "no.ks.fiks.io.feilmelding.serverfeil.v1"
        })
    void thePlatformGivingUpIsNotTakenForTheReceiverFailing(String type) {
      assertThat(translator.translate(new Meldingstype(type)))
          .isInstanceOf(Receipt.Leveringsfeil.class);
    }

    @Test
    void capitalsMakeNoDifference() {
      assertThat(translator.translate(new Meldingstype(ARKIVMELDING + ".Mottatt")))
          .isInstanceOf(Receipt.Mottatt.class);
    }
  }

  @Nested
  class UnknownProtocols {
    @ParameterizedTest
    @CsvSource({
      "no.example.tilsyn.v3.rapport.send.mottatt, mottatt",
      "no.example.tilsyn.rapport.kvittering.v12, kvittert",
      "no.example.tilsyn.v1.sok.resultat.utvidet, kvittert",
      "no.example.tilsyn.v1.avvist, feil",
      "no.example.tilsyn.v1.feilmelding.kvittering, feil",
    })
    void followTheCommonPattern(String type, String kind) {
      assertThat(kindOf(translator.translate(new Meldingstype(type)))).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "no.example.tilsyn.v1.paaminnelse",
          "no.example.tilsyn.v1.feilretting.send",
          "no.example.tilsyn.v1.kvitteringsliste",
          "no.example.mottatt.post.send",
          "mottatt"
        })
    void aTypeNobodyHasToldUsAboutClaimsNothing(String type) {
      Receipt receipt = translator.translate(new Meldingstype(type));

      assertThat(receipt).isInstanceOf(Receipt.Unrecognised.class);
      assertThat(translator.reported(receipt, new Meldingstype(ARKIVMELDING))).isEmpty();
    }
  }

  @Nested
  class Statuses {
    @ParameterizedTest
    @CsvSource({
      ARKIVMELDING + ".mottatt, LEVERT,",
      ARKIVMELDING + ".kvittering, LEST,",
      "no.ks.fiks.arkiv.v1.feilmelding.ugyldigforespoersel, FEIL, RECEIVER_REPORTED_ERROR",
      "no.ks.fiks.arkiv.v1.feilmelding.serverfeil, FEIL, RECEIVER_FAILED",
      "no.ks.fiks.arkiv.v1.feilmelding.ikkefunnet, FEIL, RECEIVER_REPORTED_ERROR",
      "no.ks.fiks.kvittering.serverfeil.v1, FEIL, FIKS_SERVERFEIL",
      "no.ks.fiks.kvittering.tidsavbrudd, LEVETID_UTLOPT, PLATFORM_TIMEOUT",
    })
    void followFromTheReceipt(String answer, OutgoingStatus status, ErrorCode code) {
      assertThat(reported(translator, answer, ARKIVMELDING))
          .isEqualTo(new ReportedStatus(status, code));
    }

    @Test
    void ikkefunnetMayBeTheAnswerToAQuery() {
      ReceiptTranslator lenient =
          new RuledReceiptTranslator(new ReceiptSettings(Map.of(), List.of(), true));
      String ikkefunnet = "no.ks.fiks.arkiv.v1.feilmelding.ikkefunnet";

      for (String query : List.of("innsyn.mappe.hent", "innsyn.sok")) {
        String question = "no.ks.fiks.arkiv.v1." + query;
        assertThat(reported(lenient, ikkefunnet, question))
            .isEqualTo(new ReportedStatus(OutgoingStatus.LEST, null));
        assertThat(reported(translator, ikkefunnet, question).status())
            .isEqualTo(OutgoingStatus.FEIL);
      }
      assertThat(reported(lenient, ikkefunnet, "no.ks.fiks.arkiv.v1.arkivering.avskrivning.slett")
              .status())
          .isEqualTo(OutgoingStatus.FEIL);
      assertThat(reported(
                  lenient,
                  "no.ks.fiks.arkiv.v1.feilmelding.serverfeil",
                  "no.ks.fiks.arkiv.v1.innsyn.sok")
              .status())
          .isEqualTo(OutgoingStatus.FEIL);
    }

    @Test
    void mottattMayCountAsMottattOnlyWhereTheSiteSaysSo() {
      ReceiptTranslator strict = new RuledReceiptTranslator(
          new ReceiptSettings(Map.of(), List.of("no.ks.fiks.Arkiv"), false));

      assertThat(reported(strict, ARKIVMELDING + ".mottatt", ARKIVMELDING).status())
          .isEqualTo(OutgoingStatus.MOTTATT);
      assertThat(reported(strict, "no.ks.fiks.arkivlager.v1.x.mottatt", ARKIVMELDING)
              .status())
          .isEqualTo(OutgoingStatus.LEVERT);
      assertThat(
              reported(strict, "no.nav.digisos.soknad.mottatt.v1", ARKIVMELDING).status())
          .isEqualTo(OutgoingStatus.LEVERT);
    }
  }

  @Nested
  class Settings {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "no.ks.fiks",
          "no.ks.fiks.matrikkelfoering",
          "no.ks.fiks.matrikkelfoering.v2",
          "no.nav.digisos.soknad",
          "no.ks.fiks.bekymringsmelding",
          "no.dibk"
        })
    void aProtocolWithoutQuickKvitteringMustNotWaitForOne(String protocol) {
      assertThatThrownBy(() -> new ReceiptSettings(Map.of(), List.of(protocol), false))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + protocol + "'");
    }

    @Test
    void anOverrideComesBeforeTheTable() {
      ReceiptTranslator overridden = new RuledReceiptTranslator(settings(Map.of(
          "no.example.Tilsyn.v1.paaminnelse", Meaning.MOTTATT,
          "no.example.tilsyn.v1.delkvittering", Meaning.IGNORERT)));

      assertThat(overridden.translate(new Meldingstype("no.example.tilsyn.v1.Paaminnelse")))
          .isInstanceOf(Receipt.Mottatt.class);
      assertThat(overridden.translate(new Meldingstype("no.example.tilsyn.v1.delkvittering")))
          .isInstanceOf(Receipt.Unrecognised.class);
    }

    @Test
    void theyAreWrittenInTheFieldsWords() {
      new ApplicationContextRunner()
          .withUserConfiguration(Bound.class)
          .withPropertyValues(
              "integrasjonspunkt.receipt.overrides[no.example.tilsyn.v1.ferdig]=kvittert",
              "integrasjonspunkt.receipt.overrides.no.example.tilsyn.v1.stopp=feilmelding",
              "integrasjonspunkt.receipt.mottatt-counts-as-mottatt=no.ks.fiks.arkiv")
          .run(context -> assertThat(context.getBean(ReceiptSettings.class))
              .isEqualTo(new ReceiptSettings(
                  Map.of(
                      "no.example.tilsyn.v1.ferdig", Meaning.KVITTERT,
                      "no.example.tilsyn.v1.stopp", Meaning.FEILMELDING),
                  List.of("no.ks.fiks.arkiv"),
                  false)));
    }

    @Test
    void noneIsNeeded() {
      new ApplicationContextRunner()
          .withUserConfiguration(Bound.class)
          .run(context -> assertThat(context.getBean(ReceiptSettings.class)).isEqualTo(BUILT_IN));
    }

    @EnableConfigurationProperties(ReceiptSettings.class)
    static class Bound {}
  }

  static Stream<Arguments> publishedTypes() throws IOException {
    try (InputStream list = ReceiptTranslatorTest.class.getResourceAsStream("meldingstyper.txt")) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> Arguments.of((Object[]) line.split("\\s+")));
    }
  }

  private static ReportedStatus reported(
      ReceiptTranslator translator, String answer, String question) {
    return translator
        .reported(translator.translate(new Meldingstype(answer)), new Meldingstype(question))
        .orElseThrow();
  }

  private static String kindOf(Receipt receipt) {
    if (receipt instanceof Receipt.Mottatt) {
      return "mottatt";
    }
    if (receipt instanceof Receipt.Kvittert) {
      return "kvittert";
    }
    if (receipt instanceof Receipt.Feilmelding || receipt instanceof Receipt.Leveringsfeil) {
      return "feil";
    }
    return receipt instanceof Receipt.Tidsavbrudd ? "tidsavbrudd" : "forespoersel";
  }

  private static ReceiptSettings settings(Map<String, Meaning> overrides) {
    return new ReceiptSettings(overrides, List.of(), false);
  }
}
