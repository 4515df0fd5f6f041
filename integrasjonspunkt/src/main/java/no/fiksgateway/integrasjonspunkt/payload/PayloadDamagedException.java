package no.fiksgateway.integrasjonspunkt.payload;

import java.io.IOException;

/** The stored bytes of a payload are there, but do not pass their authentication or cannot be read. */
public class PayloadDamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  public PayloadDamagedException(PayloadId id, String where, IOException cause) {
    super(
        "Payload "
            + id
            + " in "
            + where
            + " cannot be read to its end: the stored bytes are damaged or incomplete, or were written with another"
            + " key. Restore it, or the key file, from the backup that belongs to the database; retrying alone does"
            + " not help.",
        cause);
  }
}
