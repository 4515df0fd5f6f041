package no.fiksgateway.asice;

import java.io.IOException;
import java.io.OutputStream;

/** The decrypted container as it streams by: every byte taken into the buffer has been written to the copy. */
final class ContainerBytes {

  /** Bytes that can be looked at together: more than the longest ZIP record with its three variable fields. */
  static final int MAX_AHEAD = 3 * 0xFFFF + 64;

  private final Envelope envelope;
  private final OutputStream copy;
  private final long maxBytes;
  private final byte[] buffer = new byte[2 * MAX_AHEAD];
  private int next;
  private int limit;
  private long taken;
  private boolean ended;

  ContainerBytes(Envelope envelope, OutputStream copy, long maxBytes) {
    this.envelope = envelope;
    this.copy = copy;
    this.maxBytes = maxBytes;
  }

  long position() {
    return taken - (limit - next);
  }

  /** Reads ahead until so many bytes are in the buffer; fewer are there only at the container's end. */
  int ahead(int wanted) throws IOException {
    while (limit - next < wanted && !ended) {
      take();
    }
    return Math.min(wanted, limit - next);
  }

  /** Makes sure of so many bytes, and returns where in {@link #buffer} they begin. */
  int require(int wanted) throws IOException {
    if (ahead(wanted) < wanted) {
      throw Rejection.malformed("The container is cut off before its end");
    }
    return next;
  }

  /** Some bytes, at least one, from {@link #next} on; throws at the container's end. */
  int some() throws IOException {
    require(1);
    return limit - next;
  }

  byte[] buffer() {
    return buffer;
  }

  int next() {
    return next;
  }

  void skip(int length) {
    next += length;
  }

  private void take() throws IOException {
    if (buffer.length - limit < Envelope.MIN_ROOM || next == limit) {
      System.arraycopy(buffer, next, buffer, 0, limit - next);
      limit -= next;
      next = 0;
    }
    int n = envelope.read(buffer, limit, buffer.length - limit);
    if (n < 0) {
      ended = true;
      return;
    }
    taken += n;
    if (taken > maxBytes) {
      throw Rejection.malformed("The container is longer than the " + maxBytes + " bytes allowed");
    }
    copy.write(buffer, limit, n);
    limit += n;
  }
}
