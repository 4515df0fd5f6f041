package no.fiksgateway.benchmarks.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.DigestOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A file of any length that lies nowhere: a key stream of AES, which never repeats itself and cannot be compressed.
 *
 * @param number files of different numbers have different content
 */
record GeneratedFile(int number, long length) {
  private static final byte[] ZEROS = new byte[64 * 1024];

  String name() {
    return number + ".bin";
  }

  InputStream open() {
    Cipher cipher;
    try {
      cipher = Cipher.getInstance("AES/CTR/NoPadding");
      byte[] key = ByteBuffer.allocate(16).putInt(number).array();
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has AES", e);
    }
    return new InputStream() {
      private long left = length;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] into, int offset, int wanted) throws IOException {
        if (left == 0) {
          return -1;
        }
        int n = (int) Math.min(Math.min(wanted, left), ZEROS.length);
        try {
          cipher.update(ZEROS, 0, n, into, offset);
        } catch (GeneralSecurityException e) {
          throw new IOException(e);
        }
        left -= n;
        return n;
      }
    };
  }

  String sha256() {
    try (InputStream in = open()) {
      return sha256(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String sha256(InputStream in) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
    try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      in.transferTo(out);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
