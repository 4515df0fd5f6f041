package no.fiksgateway.asice;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Passes the ciphertext on, counting and digesting it; flushes but never closes what it writes to. */
final class CipherText extends FilterOutputStream {

  private final MessageDigest digest = Digests.sha256();
  private long size;

  CipherText(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
    digest.update((byte) b);
    size++;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    digest.update(bytes, offset, length);
    size += length;
  }

  @Override
  public void close() throws IOException {
    flush();
  }

  SealedPackage summary() {
    return new SealedPackage(size, digest.digest());
  }
}
