package no.fiksgateway.simulator.queue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a message as the platform took them: ciphertext it cannot read. */
public interface Body {
  /** What a message without payload has. */
  Body EMPTY = of(new byte[0]);

  /** In bytes. */
  long size();

  /** From the first byte, as often as asked. Fails once the body was deleted. */
  InputStream open() throws IOException;

  /** Frees what the body occupies. Repeating it does no harm. */
  void delete();

  /** The same body without its second half, as after a connection that broke. */
  default Body firstHalf() {
    Body whole = this;
    return new Body() {
      @Override
      public long size() {
        return whole.size() / 2;
      }

      @Override
      public InputStream open() throws IOException {
        return new FirstBytes(whole.open(), size());
      }

      @Override
      public void delete() {
        whole.delete();
      }
    };
  }

  static Body of(byte[] bytes) {
    return new Body() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }

      @Override
      public void delete() {
        // Memory needs no owner.
      }
    };
  }
}
