package no.fiksgateway.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ModeTest {
  @Test
  void isChosenByTheArgument() throws DemoFailed {
    assertThat(Mode.from(List.of())).isEqualTo(Mode.DEMO);
    assertThat(Mode.from(List.of("--once"))).isEqualTo(Mode.ONCE);
    assertThat(Mode.from(List.of("--no-demo"))).isEqualTo(Mode.NO_DEMO);
  }

  @Test
  void anythingElseIsAnsweredWithTheUsage() {
    assertThatThrownBy(() -> Mode.from(List.of("--once", "--no-demo")))
        .hasMessageContaining("Usage: ./start-local");
    assertThatThrownBy(() -> Mode.from(List.of("--help")))
        .hasMessageContaining("Usage: ./start-local");
  }
}
