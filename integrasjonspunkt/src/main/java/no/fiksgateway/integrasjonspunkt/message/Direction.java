package no.fiksgateway.integrasjonspunkt.message;

/** Seen from the local sak/arkiv system. */
public enum Direction {
  OUTGOING,
  INCOMING
}
