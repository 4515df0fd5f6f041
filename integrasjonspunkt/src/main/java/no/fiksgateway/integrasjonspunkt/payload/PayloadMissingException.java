package no.fiksgateway.integrasjonspunkt.payload;

import java.io.IOException;

/** The database refers to a payload that the store does not have. */
public class PayloadMissingException extends IOException {
  private static final long serialVersionUID = 1L;

  public PayloadMissingException(PayloadId id, String where) {
    super(
        "Payload "
            + id
            + " is not in "
            + where
            + ". Restore it from the backup that belongs to the database; retrying alone does not help.");
  }
}
