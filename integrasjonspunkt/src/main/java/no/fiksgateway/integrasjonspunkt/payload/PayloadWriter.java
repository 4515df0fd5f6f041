package no.fiksgateway.integrasjonspunkt.payload;

import java.io.IOException;
import java.io.OutputStream;

/** A payload being written. Closing it without {@link #commit} discards what was written. */
public abstract class PayloadWriter extends OutputStream {
  /** Makes the content durable and findable; call once, after the last byte. */
  public abstract StoredPayload commit() throws IOException;
}
