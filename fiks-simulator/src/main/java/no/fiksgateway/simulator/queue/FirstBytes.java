package no.fiksgateway.simulator.queue;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that ends early. */
final class FirstBytes extends FilterInputStream {
  private long left;

  FirstBytes(InputStream whole, long bytes) {
    super(whole);
    left = bytes;
  }

  @Override
  public int read() throws IOException {
    return left-- > 0 ? super.read() : -1;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (left <= 0) {
      return -1;
    }
    int read = super.read(buffer, offset, (int) Math.min(left, length));
    left -= Math.max(read, 0);
    return read;
  }
}
