package no.fiksgateway.integrasjonspunkt.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.message.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusFilterTest {
  private static final UUID KONTO = UUID.randomUUID();
  private static final FeedStatus LEVERT = new FeedStatus(
      1,
      1,
      UUID.randomUUID(),
      UUID.randomUUID(),
      KONTO,
      Direction.OUTGOING,
      "LEVERT",
      null,
      Instant.EPOCH);

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "status=LEVERT",
        "status=FEIL,LEVERT",
        "status=levert",
        "direction=Outgoing&status=LEVERT",
        "serviceIdentifier=DPFIO",
        "serviceidentifier=DPO,DPFIO"
      })
  void letsThroughWhatItNames(String text) {
    assertThat(StatusFilter.parse(text).matches(LEVERT)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"status=FEIL", "status=LEVERT&direction=INCOMING", "serviceIdentifier=DPO"})
  void holdsBackEverythingElse(String text) {
    assertThat(StatusFilter.parse(text).matches(LEVERT)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "colour=red|unknown key colour",
        "status|not of the form",
        "status=LEVERT&&direction=OUTGOING|not of the form",
        "status>LEVERT|not of the form",
        "status!=LEVERT|not of the form",
        "status=|status '' is unknown",
        "status=SENDT,LEVRT|status 'LEVRT' is unknown",
        "direction=UP|direction 'UP' is unknown",
        "serviceIdentifier=SMS|serviceIdentifier 'SMS' is unknown",
        "status=SENDT&status=LEVERT|'status' is given twice"
      })
  void saysWhatIsWrongWithOneNobodyUnderstands(String text, String words) {
    assertThatThrownBy(() -> StatusFilter.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }

  @Test
  void statusesOfOtherAccountsAreLeftOut() {
    StatusFilter all = StatusFilter.parse(null);

    assertThat(all.within(Set.of(KONTO)).matches(LEVERT)).isTrue();
    assertThat(all.within(Set.of(UUID.randomUUID())).matches(LEVERT)).isFalse();
    assertThat(all.within(Set.of()).matches(LEVERT)).isTrue();
  }
}
