package no.fiksgateway.simulator.fault;

import java.util.Locale;

/** How it fails. */
public enum What {
  STATUS,
  LOSE_RESPONSE,
  DELAY,
  CLOSE_CONNECTION,
  CANCEL_CONSUMER,
  REDELIVER,
  REORDER,
  TRUNCATE,
  DUPLICATE,
  WRONG_KEY,
  BAD_DIGEST,
  UNSIGNED,
  BEFORE_RESPONSE;

  /** The name in the admin API. */
  public String apiName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
