package no.fiksgateway.asice;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Copies one source into a ZIP entry, deflated where that makes it smaller, and digests it on the way. */
final class ContentDeflater {

  private static final int BLOCK = 0xFFFF;
  private static final int BLOCK_HEADER = 5;
  private static final byte[] LAST_BLOCK = {1, 0, 0, (byte) 0xFF, (byte) 0xFF};
  private static final int LEVEL = 1;

  private final byte[] input = new byte[BLOCK];
  private final byte[] output = new byte[BLOCK + BLOCK_HEADER];

  /** Writes the entry and returns the SHA-256 of the content. */
  byte[] write(String name, String mimeType, InputStream in, ZipWriter zip) throws IOException {
    MessageDigest digest = Digests.sha256();
    CRC32 crc = new CRC32();
    long size = 0;
    zip.beginDeflated(name);
    int length = in.readNBytes(input, 0, BLOCK);
    boolean deflate = !MediaTypes.isCompressed(mimeType) && shrinks(length);
    Deflater deflater = new Deflater(LEVEL, true);
    try {
      while (length > 0) {
        digest.update(input, 0, length);
        crc.update(input, 0, length);
        size += length;
        if (deflate) {
          deflater.setInput(input, 0, length);
          drain(deflater, zip);
        } else {
          storedBlock(length, zip);
        }
        length = in.readNBytes(input, 0, BLOCK);
      }
      if (deflate) {
        deflater.finish();
        drain(deflater, zip);
      } else {
        zip.write(LAST_BLOCK, 0, LAST_BLOCK.length);
      }
    } finally {
      deflater.end();
    }
    zip.endDeflated(crc.getValue(), size);
    return digest.digest();
  }

  private boolean shrinks(int length) {
    Deflater trial = new Deflater(LEVEL, true);
    try {
      trial.setInput(input, 0, length);
      trial.finish();
      int deflated = trial.deflate(output);
      return deflated < length - length / 16;
    } finally {
      trial.end();
    }
  }

  private void drain(Deflater deflater, ZipWriter zip) throws IOException {
    for (int n = deflater.deflate(output); n > 0; n = deflater.deflate(output)) {
      zip.write(output, 0, n);
    }
  }

  private void storedBlock(int length, ZipWriter zip) throws IOException {
    output[0] = 0;
    output[1] = (byte) length;
    output[2] = (byte) (length >> 8);
    output[3] = (byte) ~length;
    output[4] = (byte) (~length >> 8);
    System.arraycopy(input, 0, output, BLOCK_HEADER, length);
    zip.write(output, 0, BLOCK_HEADER + length);
  }
}
