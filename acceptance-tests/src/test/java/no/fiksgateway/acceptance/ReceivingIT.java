package no.fiksgateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import no.fiksgateway.acceptance.GatewayApi.Peeked;
import no.fiksgateway.acceptance.GatewayApi.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** KS's own client sends, and the gateway hands out. */
@ExtendWith(LandscapeExtension.class)
class ReceivingIT {
  private static final String OPPRETT = Landscape.PROTOCOL + ".arkivering.arkivmelding.opprett";
  private static final String SOMEBODY_ELSE = "910075918";

  private final Landscape landscape;
  private final GatewayApi gateway;

  ReceivingIT(Landscape landscape) {
    this.landscape = landscape;
    this.gateway = landscape.gateway();
  }

  @ParameterizedTest
  @ValueSource(ints = {20_000, 12_000_000})
  void theLocalSystemGetsEveryByteUntilItHasTakenThemOver(int size) throws IOException {
    List<TestFile> files = List.of(
        TestFile.text("arkivmelding.xml", "<arkivmelding/>"), TestFile.ofSize("søknad.pdf", size));

    UUID meldingId = landscape.other().sends(landscape.ownAccount().kontoId(), OPPRETT, files);
    Peeked message = gateway.peek(meldingId);

    assertThat(gateway.pop(message)).containsExactlyInAnyOrderElementsOf(files);
    assertThat(gateway.pop(message))
        .as("popped again, for example after a crash of the local system")
        .containsExactlyInAnyOrderElementsOf(files);
    gateway.delete(message);

    List<Status> all = gateway.statusesUntil(message.messageId(), "INNKOMMENDE_LEVERT");
    assertThat(all)
        .extracting(Status::name)
        .containsExactly("OPPRETTET", "INNKOMMENDE_MOTTATT", "INNKOMMENDE_LEVERT");
    assertThat(all.get(0).meldingId()).contains(meldingId);
    assertThat(gateway.arrived(meldingId)).isEmpty();
    assertThat(landscape.simulator().stateOf(meldingId)).isEqualTo("ACKED");
  }

  /** A sender with the wrong key, and one that signs nothing: neither may hold up those who do it right. */
  @Test
  void whatCannotBeReadOrVerifiedIsKeptAsideAndTheNextMessageComesIn() throws Exception {
    UUID us = landscape.ownAccount().kontoId();
    List<TestFile> files = List.of(TestFile.text("brev.txt", "Til kommunen"));

    UUID undecryptable = landscape
        .senderBelieving(landscape.simulator().issueCertificate(SOMEBODY_ELSE).x509())
        .sends(us, OPPRETT, files);
    UUID unsigned = landscape
        .other()
        .sendsPackage(
            us,
            OPPRETT,
            TestFile.unsignedPackage(files),
            landscape.ownAccount().certificate().x509());
    UUID good = landscape.other().sends(us, OPPRETT, files);

    Peeked message = gateway.peek(good);
    assertThat(gateway.pop(message)).isEqualTo(files);
    gateway.delete(message);
    for (UUID bad : List.of(undecryptable, unsigned)) {
      assertThat(gateway.quarantined(bad).required("reason").stringValue()).isNotBlank();
      assertThat(gateway.arrived(bad)).as("shown to the local system").isEqualTo(Optional.empty());
      await("acknowledged, so that no delivery is burnt on it")
          .untilAsserted(() -> assertThat(landscape.simulator().stateOf(bad)).isEqualTo("ACKED"));
    }
  }
}
