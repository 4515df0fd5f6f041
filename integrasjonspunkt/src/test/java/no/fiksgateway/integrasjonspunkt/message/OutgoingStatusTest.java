package no.fiksgateway.integrasjonspunkt.message;

import static no.fiksgateway.integrasjonspunkt.message.OutgoingStatus.FEIL;
import static no.fiksgateway.integrasjonspunkt.message.OutgoingStatus.LEST;
import static no.fiksgateway.integrasjonspunkt.message.OutgoingStatus.LEVERT;
import static no.fiksgateway.integrasjonspunkt.message.OutgoingStatus.LEVETID_UTLOPT;
import static no.fiksgateway.integrasjonspunkt.message.OutgoingStatus.MOTTATT;
import static no.fiksgateway.integrasjonspunkt.message.OutgoingStatus.OPPRETTET;
import static no.fiksgateway.integrasjonspunkt.message.OutgoingStatus.SENDT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import no.fiksgateway.integrasjonspunkt.GeneratedDocs;
import no.fiksgateway.integrasjonspunkt.message.Transition.Contradicted;
import no.fiksgateway.integrasjonspunkt.message.Transition.Late;
import no.fiksgateway.integrasjonspunkt.message.Transition.Moved;
import no.fiksgateway.integrasjonspunkt.message.Transition.Repeated;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutgoingStatusTest {
  @Test
  void aKvitteringImpliesTheStepsItSkips() {
    assertThat(SENDT.on(LEST)).isEqualTo(new Moved(SENDT, List.of(MOTTATT, LEVERT, LEST)));
  }

  @Test
  void anAnswerThatOvertakesOurOwnHttpAnswerProvesTheSendToo() {
    assertThat(OPPRETTET.on(LEVERT))
        .isEqualTo(new Moved(OPPRETTET, List.of(SENDT, MOTTATT, LEVERT)));
  }

  @Test
  void aFailureReportedAfterDeliveryIsAMoveOfItsOwn() {
    assertThat(LEVERT.on(FEIL)).isEqualTo(new Moved(LEVERT, List.of(FEIL)));
  }

  @Test
  void anEarlierStepComingLateMovesNothing() {
    assertThat(LEST.on(LEVERT)).isEqualTo(new Late(LEST, LEVERT));
  }

  @Test
  void aTimeoutAfterDeliveryIsAContradiction() {
    assertThat(LEVERT.on(LEVETID_UTLOPT)).isEqualTo(new Contradicted(LEVERT, LEVETID_UTLOPT));
  }

  @Test
  void aReceiptAfterOurDeadlineNeverFlipsTheStatus() {
    assertThat(LEVETID_UTLOPT.on(LEVERT)).isEqualTo(new Contradicted(LEVETID_UTLOPT, LEVERT));
    assertThat(LEVETID_UTLOPT.on(LEST)).isEqualTo(new Contradicted(LEVETID_UTLOPT, LEST));
  }

  @ParameterizedTest
  @EnumSource
  void sayingTheSameAgainIsARepetition(OutgoingStatus status) {
    assertThat(status.on(status)).isEqualTo(new Repeated(status));
  }

  @ParameterizedTest
  @EnumSource
  void everyReportHasAnAnswerAndEveryMoveEndsWhereItWasReported(OutgoingStatus current) {
    for (OutgoingStatus reported : OutgoingStatus.values()) {
      Transition transition = current.on(reported);
      if (transition instanceof Moved moved) {
        assertThat(moved.steps()).last().isEqualTo(reported);
        assertThat(moved.steps()).doesNotContain(current);
      }
    }
  }

  @Test
  void theDocumentedMatrixIsTheRealOne() {
    String header = "| is \\ reported | " + names(" | ") + " |\n|---|"
        + "---|".repeat(OutgoingStatus.values().length);
    String rows = Arrays.stream(OutgoingStatus.values())
        .map(current -> "| **" + current + "** | "
            + Arrays.stream(OutgoingStatus.values())
                .map(reported -> word(current.on(reported)))
                .collect(Collectors.joining(" | "))
            + " |")
        .collect(Collectors.joining("\n"));
    GeneratedDocs.assertSection("docs/statuses.md", "matrix", header + "\n" + rows);
  }

  @Test
  void theDocumentedDiagramIsTheRealOne() {
    String arrows = Arrays.stream(OutgoingStatus.values())
        .flatMap(from -> from.next().stream().map(to -> "  " + from + " --> " + to))
        .collect(Collectors.joining("\n"));
    GeneratedDocs.assertSection(
        "docs/statuses.md",
        "diagram",
        "```mermaid\nstateDiagram-v2\n  [*] --> OPPRETTET\n" + arrows + "\n```");
  }

  private static String names(String separator) {
    return Arrays.stream(OutgoingStatus.values())
        .map(Enum::name)
        .collect(Collectors.joining(separator));
  }

  private static String word(Transition transition) {
    if (transition instanceof Moved) {
      return "moves";
    }
    if (transition instanceof Repeated) {
      return "repeated";
    }
    return transition instanceof Late ? "late" : "**contradicts**";
  }
}
