package no.fiksgateway.simulator.fault;

import java.util.Locale;

/** The part of the platform that fails. */
public enum Where {
  SEND,
  CATALOG,
  DOKUMENTLAGER,
  TOKEN,
  AMQP,
  RECEIPT;

  /** The name in the admin API. */
  public String apiName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
