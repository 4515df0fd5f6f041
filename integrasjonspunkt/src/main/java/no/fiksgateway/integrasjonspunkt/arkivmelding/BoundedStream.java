package no.fiksgateway.integrasjonspunkt.arkivmelding;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Fails at the first byte beyond the bound. */
final class BoundedStream extends FilterInputStream {
  private long left;

  BoundedStream(InputStream in, long mostBytes) {
    super(in);
    this.left = mostBytes;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    count(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    count(Math.max(read, 0));
    return read;
  }

  private void count(int read) throws BoundExceeded {
    left -= read;
    if (left < 0) {
      throw new BoundExceeded();
    }
  }

  static final class BoundExceeded extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
