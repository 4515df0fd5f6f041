package no.fiksgateway.integrasjonspunkt.receipt;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what went wrong out of the files of an answer. */
public interface FeilmeldingReader {
  /**
   * What a file says went wrong; empty where it does not speak of a failure, or is of a kind we do not read. Also finds
   * the failure inside a Kvittering that is positive by its type.
   *
   * @param content read at most to a bound; not closed
   * @throws IOException where {@code content} itself cannot be read; a malformed file is not an exception
   */
  Optional<Reported> read(String filename, InputStream content) throws IOException;

  /**
   * A failure in the sender's words.
   *
   * @param errorId their reference for support
   * @param text for people, at most a kilobyte
   */
  record Reported(
      @Nullable String errorId, String text, @Nullable String korrelasjonsId) {}
}
