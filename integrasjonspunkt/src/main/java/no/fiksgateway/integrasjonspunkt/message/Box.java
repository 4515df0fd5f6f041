package no.fiksgateway.integrasjonspunkt.message;

/** Where the local system finds a message that somebody still has to do something about. */
enum Box {
  /** Not yet accepted by the platform, nor withdrawn. */
  OUTBOX,
  /** Not yet deleted by the local system. */
  INBOX
}
