package no.fiksgateway.simulator.fault;

import java.time.Duration;

/**
 * One thing that is to go wrong.
 *
 * @param status the code to answer with; 0 unless {@code what} is {@link What#STATUS}
 * @param count how often it is still to happen
 * @param delay how long to wait where waiting is part of it
 */
public record Fault(Where where, What what, int status, int count, Duration delay) {

  Fault onceLess() {
    return new Fault(where, what, status, count - 1, delay);
  }

  /** {@code what} in the admin API's spelling. */
  public String apiWhat() {
    return what == What.STATUS ? what.apiName() + ":" + status : what.apiName();
  }
}
