package no.fiksgateway.integrasjonspunkt.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MessageFlowTest {
  private static final Instant NINE = Instant.parse("2026-11-21T08:00:00Z");
  private static final MeldingId SENT = MeldingId.of("00000000-0000-4000-8000-000000000001");
  private static final MeldingId KVITTERING = MeldingId.of("00000000-0000-4000-8000-000000000002");
  private static final KontoId ARKIV = KontoId.of("00000000-0000-4000-8000-000000000003");

  @Test
  void drawsEachStepWithWhatProvedIt() {
    OutgoingMessage message = aMessage();
    Evidence kvittering = Evidence.fiksMessage(
        KVITTERING, new Meldingstype("type.kvittering"), ARKIV, null, "svar-til");
    String flow = MessageFlow.draw(
        message,
        List.of(
            change(
                message,
                "OPPRETTET",
                StatusChange.Disposition.MOVED,
                Evidence.localApi("create"),
                null),
            change(
                message,
                "SENDT",
                StatusChange.Disposition.MOVED,
                Evidence.fiksAnswer(SENT, "202"),
                null),
            change(message, "LEVERT", StatusChange.Disposition.IMPLIED, kvittering, null),
            change(message, "LEST", StatusChange.Disposition.MOVED, kvittering, "ok; #1")));

    assertThat(flow).isEqualTo("""
            sequenceDiagram
              participant fs as sak/arkiv system
              participant ip as integrasjonspunkt
              participant fiks as KS Fiks IO
              participant other as 0192:910077473
              fs->>ip: type
              Note over ip: 2026-11-21 09:00:00 OPPRETTET
              ip->>fiks: send type
              fiks-->>ip: meldingId 00000000-0000-4000-8000-000000000001
              Note over ip: 2026-11-21 09:00:00 SENDT
              other->>fiks: type.kvittering
              fiks->>ip: meldingId 00000000-0000-4000-8000-000000000002
              Note over ip: 2026-11-21 09:00:00 LEVERT, LEST<br>ok,  1
            """);
  }

  private static StatusChange change(
      Message message,
      String status,
      StatusChange.Disposition disposition,
      Evidence evidence,
      String description) {
    return new StatusChange(message, status, disposition, evidence, description, null, NINE);
  }

  private static OutgoingMessage aMessage() {
    return new OutgoingMessage(
        new OutgoingMessage.Draft(
            new MessageId(UUID.randomUUID()),
            new ConversationId(UUID.randomUUID()),
            "type",
            "type",
            Partner.parse("0192:987464291"),
            Partner.parse("0192:910077473"),
            NINE,
            ARKIV,
            ARKIV,
            "{}",
            "",
            null,
            null,
            Map.of(),
            null),
        NINE);
  }
}
