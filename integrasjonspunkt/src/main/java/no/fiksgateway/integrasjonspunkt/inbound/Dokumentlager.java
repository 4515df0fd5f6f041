package no.fiksgateway.integrasjonspunkt.inbound;

import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.message.KontoId;

/** Where the platform parks bodies above 5 MB. */
public interface Dokumentlager {
  /**
   * Downloads a body for one of our accounts. What the network and the platform do is in the outcome; an IOException
   * comes from {@code sink} only. After anything but {@code Complete}, what the sink holds is to be thrown away.
   */
  DownloadOutcome download(KontoId konto, UUID dokumentlagerId, OutputStream sink)
      throws IOException;

  /** What came of a download. */
  sealed interface DownloadOutcome {
    record Complete(long size) implements DownloadOutcome {}

    /** Not there, or no longer: 404 or 410. Trying again does not help. */
    record Gone(int httpStatus) implements DownloadOutcome {}

    /** Broken off or refused for now. */
    record Interrupted(String reason) implements DownloadOutcome {}
  }
}
