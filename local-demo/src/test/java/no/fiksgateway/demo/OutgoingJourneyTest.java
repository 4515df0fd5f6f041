package no.fiksgateway.demo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutgoingJourneyTest {
  @Test
  void isWholeWhenTheMessageWasSentThenDeliveredThenRead() {
    assertThatCode(() -> OutgoingJourney.requireEvidence(
            List.of("OPPRETTET", "SENDT", "MOTTATT", "LEVERT", "LEST")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OPPRETTET,FEIL",
        "OPPRETTET,SENDT,LEVERT",
        "OPPRETTET,LEST",
        "SENDT,LEST",
        "LEVERT,SENDT,LEST"
      })
  void isNotWholeWithoutEveryStepInOrder(String statuses) {
    assertThatThrownBy(() -> OutgoingJourney.requireEvidence(List.of(statuses.split(","))))
        .isInstanceOf(DemoFailed.class)
        .hasMessageContaining("SENDT, LEVERT, LEST");
  }
}
