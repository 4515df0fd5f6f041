package no.fiksgateway.asice;

import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes that can be read from their beginning. The sealer opens a source once; the opener may open it again, and then
 * expects the same bytes.
 */
@FunctionalInterface
public interface ContentSource {

  /** Opens the content at its first byte; whoever opens it closes it. */
  InputStream open() throws IOException;
}
