package no.fiksgateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import no.fiksgateway.acceptance.GatewayApi.Peeked;
import no.fiksgateway.acceptance.GatewayApi.Status;
import no.fiksgateway.acceptance.KsEnd.Received;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway sends, and KS's own client receives and answers. */
@ExtendWith(LandscapeExtension.class)
class SendingIT {
  private static final String OPPRETT = Landscape.PROTOCOL + ".arkivering.arkivmelding.opprett";
  private static final String MOTTATT = OPPRETT + ".mottatt";
  private static final String KVITTERING = OPPRETT + ".kvittering";

  private final Landscape landscape;
  private final GatewayApi gateway;
  private final KsEnd arkiv;

  SendingIT(Landscape landscape) {
    this.landscape = landscape;
    this.gateway = landscape.gateway();
    this.arkiv = landscape.other();
  }

  @ParameterizedTest
  @ValueSource(ints = {20_000, 12_000_000})
  void theReceiverReadsEveryByteAndItsAnswersBecomeTheStatuses(int size) throws IOException {
    List<TestFile> files = List.of(
        TestFile.text("arkivmelding.xml", "<arkivmelding/>"), TestFile.ofSize("brev.pdf", size));
    List<String> complaintsBefore = landscape.gatewayProcess().complaints();

    UUID messageId = gateway.send(arkiv.kontoId(), OPPRETT, files);
    Received received = arkiv.receives(messageId);

    assertThat(received.files()).containsExactlyInAnyOrderElementsOf(files);
    assertThat(received.melding().getMeldingType()).isEqualTo(OPPRETT);
    assertThat(received.melding().getAvsenderKontoId().getUuid())
        .isEqualTo(landscape.ownAccount().kontoId());
    assertThat(landscape.simulator().dokumentlagerId(received.meldingId()).isEmpty())
        .as("goes by Dokumentlager above 5 MB only")
        .isEqualTo(size < 5_000_000);
    List<Status> untilSent = gateway.statusesUntil(messageId, "SENDT");
    assertThat(untilSent)
        .as("no word from the receiver yet")
        .extracting(Status::name)
        .containsExactly("OPPRETTET", "SENDT");
    assertThat(untilSent.get(1).source()).isEqualTo("FIKS_ANSWER");
    assertThat(untilSent.get(1).meldingId()).contains(received.meldingId());

    UUID mottatt = received.answers(MOTTATT);
    List<Status> untilDelivered = gateway.statusesUntil(messageId, "LEVERT");

    assertThat(untilDelivered)
        .extracting(Status::name)
        .containsExactly("OPPRETTET", "SENDT", "MOTTATT", "LEVERT");
    assertThat(untilDelivered.subList(2, 4))
        .containsExactly(
            new Status("MOTTATT", "FIKS_MESSAGE", Optional.of(mottatt), Optional.of(MOTTATT)),
            new Status("LEVERT", "FIKS_MESSAGE", Optional.of(mottatt), Optional.of(MOTTATT)));

    List<TestFile> kvitteringFiles =
        List.of(TestFile.text("arkivmelding-kvittering.xml", "<arkivmeldingKvittering/>"));
    UUID kvittering = received.answers(KVITTERING, kvitteringFiles);
    List<Status> all = gateway.statusesUntil(messageId, "LEST");

    assertThat(all.get(all.size() - 1))
        .isEqualTo(
            new Status("LEST", "FIKS_MESSAGE", Optional.of(kvittering), Optional.of(KVITTERING)));
    assertThat(all).hasSize(5);
    assertThatLocalSystemGets(kvittering, messageId, kvitteringFiles);
    assertThat(landscape.gatewayProcess().complaints())
        .as("WARN and ERROR lines for a healthy message")
        .isEqualTo(complaintsBefore);
  }

  private void assertThatLocalSystemGets(UUID kvittering, UUID conversationId, List<TestFile> files)
      throws IOException {
    Peeked answer = gateway.peek(kvittering);
    assertThat(gateway.pop(answer)).isEqualTo(files);
    assertThat(answer.sbd().at("/standardBusinessDocumentHeader/businessScope").toString())
        .contains(conversationId.toString());
    gateway.delete(answer);
  }

  @Test
  void aFeilmeldingOfTheReceiverIsAFailure() {
    UUID messageId = gateway.send(
        arkiv.kontoId(), OPPRETT, List.of(TestFile.text("arkivmelding.xml", "<feil/>")));
    String type = Landscape.PROTOCOL + ".feilmelding.ugyldigforespoersel";

    UUID feilmelding = arkiv
        .receives(messageId)
        .answers(
            type,
            List.of(
                TestFile.text(
                    "feilmelding.xml",
                    "<ugyldigforespoersel><feilId>4711</feilId><feilmelding>Ugyldig</feilmelding></ugyldigforespoersel>")));

    assertThat(gateway.statusesUntil(messageId, "FEIL"))
        .last()
        .isEqualTo(new Status("FEIL", "FIKS_MESSAGE", Optional.of(feilmelding), Optional.of(type)));
  }
}
