package no.fiksgateway.demo;

import java.time.Duration;

/** Waiting before one looks again. */
final class Pause {
  private Pause() {}

  static void of(Duration duration) throws DemoFailed {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailed("The demo was interrupted.", e);
    }
  }
}
