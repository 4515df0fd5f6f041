package no.fiksgateway.integrasjonspunkt.message;

/** An eFormidling message status; the names are those of Digdir's API. */
public sealed interface MessageStatus permits OutgoingStatus, IncomingStatus {
  String name();

  /** Whether eFormidling calls a conversation with this status finished. */
  boolean isFinished();
}
