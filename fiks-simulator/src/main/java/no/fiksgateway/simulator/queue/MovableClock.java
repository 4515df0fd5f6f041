package no.fiksgateway.simulator.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The platform's time: the real time, plus every step it was moved forward. It never runs backwards. */
public final class MovableClock implements InstantSource {
  private final InstantSource base;
  private final AtomicReference<Duration> moved = new AtomicReference<>(Duration.ZERO);

  public MovableClock(InstantSource base) {
    this.base = base;
  }

  @Override
  public Instant instant() {
    return base.instant().plus(moved.get());
  }

  /** The time that everybody outside the simulator has; what they sign or cache by. */
  public Instant outsideTime() {
    return base.instant();
  }

  /**
   * Moves the platform's time.
   *
   * @throws IllegalArgumentException if the step is negative
   */
  public void forward(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("the clock only moves forward, not by " + step);
    }
    moved.updateAndGet(soFar -> soFar.plus(step));
  }
}
