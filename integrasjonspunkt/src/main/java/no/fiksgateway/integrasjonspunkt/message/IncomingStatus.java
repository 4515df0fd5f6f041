package no.fiksgateway.integrasjonspunkt.message;

/** The life of a message in. Nothing expires here: what Fiks has handed over and we have acknowledged is ours to keep. */
public enum IncomingStatus implements MessageStatus {
  /** Registered: opened, verified and about to be offered. */
  OPPRETTET,
  /** In the inbox, ready for peek. */
  INNKOMMENDE_MOTTATT,
  /** The local system has deleted it, which is its word that it has it. */
  INNKOMMENDE_LEVERT,
  /** Rejected by the local system: the sender has been sent the protocol's error message. */
  FEIL;

  @Override
  public boolean isFinished() {
    return this == INNKOMMENDE_LEVERT || this == FEIL;
  }
}
