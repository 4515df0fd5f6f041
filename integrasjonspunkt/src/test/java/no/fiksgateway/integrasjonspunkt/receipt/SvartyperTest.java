package no.fiksgateway.integrasjonspunkt.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import no.fiksgateway.integrasjonspunkt.message.Meldingstype;
import no.fiksgateway.integrasjonspunkt.receipt.Svartyper.Feil;
import no.fiksgateway.integrasjonspunkt.receipt.Svartyper.Feilsvar;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class SvartyperTest {
  private final Svartyper svartyper = new Svartyper(JsonMapper.builder().build());

  @ParameterizedTest
  @CsvSource({
    "no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett, no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett.mottatt",
    "no.ks.fiks.matrikkelfoering.v2.grunnlag, no.ks.fiks.matrikkelfoering.v2.mottatt",
    "no.ks.fiks.plan.v2.oppdatering.arealplan.opprett, no.ks.fiks.plan.v2.oppdatering.arealplan.opprett.mottatt",
    "no.ks.fiks.politisk.behandling.v1.utvalgssak.send, no.ks.fiks.politisk.behandling.v1.utvalgssak.send.mottatt",
    "no.nav.digisos.soknad.v1, no.nav.digisos.soknad.mottatt.v1",
    "no.ks.fiks.bekymringsmelding.privat.v2, no.ks.fiks.bekymringsmelding.mottatt.v1",
  })
  void saysWhichTypeAcknowledgesARequest(String request, String mottatt) {
    assertThat(svartyper.mottatt(new Meldingstype(request))).contains(new Meldingstype(mottatt));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no.ks.fiks.arkiv.v1.innsyn.mappe.hent",
        "no.ks.fiks.plan.v2.innsyn.arealplan.hent",
        "no.ks.fiks.matrikkelfoering.v2.status",
        "no.test.fiksio.v1"
      })
  void knowsNoAcknowledgementWhereTheProtocolHasNone(String request) {
    assertThat(svartyper.mottatt(new Meldingstype(request))).isEmpty();
  }

  @Test
  void writesTheErrorFileOfFiksArkiv() {
    Feilsvar feil = svartyper
        .feil(
            new Meldingstype("no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett"),
            Feil.UGYLDIGFORESPOERSEL,
            "id-1",
            "mangler <tittel>")
        .orElseThrow();
    assertThat(feil.type().value())
        .isEqualTo("no.ks.fiks.arkiv.v1.feilmelding.ugyldigforespoersel");
    assertThat(new String(feil.content(), StandardCharsets.UTF_8))
        .contains(
            "<ugyldigforespoersel xmlns=\"https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/feil/ugyldigforespoersel/v1\"",
            "<f:feilId>id-1</f:feilId><f:feilmelding>mangler &lt;tittel&gt;</f:feilmelding>");
  }

  @Test
  void writesBlanksForWhatNoXmlCanHold() {
    Feilsvar feil = svartyper
        .feil(
            new Meldingstype("no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett"),
            Feil.UGYLDIGFORESPOERSEL,
            "id-1",
            "Vedlegg\u000bmangler \uD83D\uDCCE")
        .orElseThrow();
    assertThat(new String(feil.content(), StandardCharsets.UTF_8))
        .contains(">Vedlegg mangler \uD83D\uDCCE<");
  }

  @Test
  void writesTheErrorFileOfPlan() {
    Feilsvar feil = svartyper
        .feil(
            new Meldingstype("no.ks.fiks.plan.v2.innsyn.planbehandlinger.finn"),
            Feil.SERVERFEIL,
            "id-2",
            "nede")
        .orElseThrow();
    assertThat(feil.type().value()).isEqualTo("no.ks.fiks.plan.v2.feilmelding.serverfeil");
    assertThat(feil.content())
        .asString()
        .isEqualTo("{\"errorId\":\"id-2\",\"feilmelding\":\"nede\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "no.ks.fiks.arkiv.v1.innsyn.sok, no.ks.fiks.arkiv.v1.feilmelding.ikkefunnet",
    "no.ks.fiks.arkiv.v1.arkivering.arkivmelding.oppdater, no.ks.fiks.arkiv.v1.feilmelding.ikkefunnet",
    "no.ks.fiks.arkiv.v1.arkivering.avskrivning.slett, no.ks.fiks.arkiv.v1.feilmelding.ikkefunnet",
    "no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett,",
    "no.ks.fiks.matrikkelfoering.v2.grunnlag,",
    "no.ks.fiks.plan.v2.innsyn.planbehandlinger.finn, no.ks.fiks.plan.v2.feilmelding.ikkefunnet"
  })
  void saysThatSomethingIsNotThereWhereTheProtocolCan(String request, @Nullable String answer) {
    assertThat(svartyper
            .feil(new Meldingstype(request), Feil.IKKEFUNNET, "id", "finnes ikke")
            .map(feil -> feil.type().value()))
        .isEqualTo(Optional.ofNullable(answer));
  }

  @Test
  void hasNoErrorMessageForDigisos() {
    assertThat(svartyper.feil(
            new Meldingstype("no.nav.digisos.soknad.v1"), Feil.SERVERFEIL, "id", "text"))
        .isEmpty();
  }
}
