package no.fiksgateway.asice;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** One record of a ZIP archive, its fields read in their order. */
final class ZipFields {

  private static final int UNICODE_PATH_EXTRA = 0x7075;

  private final ByteBuffer bytes;

  private ZipFields(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** Takes a record of known length off the container. */
  static ZipFields take(ContainerBytes container, int length) throws IOException {
    int at = container.require(length);
    byte[] copy = new byte[length];
    System.arraycopy(container.buffer(), at, copy, 0, length);
    container.skip(length);
    return of(copy);
  }

  static ZipFields of(byte[] bytes) {
    return new ZipFields(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
  }

  /** The four bytes every record begins with, not taken. */
  static int peekSignature(ContainerBytes container) throws IOException {
    return signature(container.buffer(), container.require(4));
  }

  static int signature(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
  }

  int int16() {
    return bytes.getShort() & 0xFFFF;
  }

  long int32() {
    return bytes.getInt() & 0xFFFFFFFFL;
  }

  long signed64() {
    return bytes.getLong();
  }

  long int64() throws Rejection {
    long value = bytes.getLong();
    if (value < 0) {
      throw Rejection.malformed("The container states an impossible length or position");
    }
    return value;
  }

  byte[] bytes(int length) {
    byte[] copy = new byte[length];
    bytes.get(copy);
    return copy;
  }

  int remaining() {
    return bytes.remaining();
  }

  static String name(byte[] bytes) throws Rejection {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw Rejection.malformed("The container has an entry whose name is not UTF-8");
    }
  }

  /**
   * The ZIP64 part of an entry's extra fields, empty if there is none. A field that gives the entry a second name is
   * refused: readers differ in which name they use.
   */
  static ZipFields zip64(byte[] extra) throws Rejection {
    ZipFields fields = of(extra);
    ZipFields zip64 = of(new byte[0]);
    boolean found = false;
    while (fields.remaining() > 0) {
      if (fields.remaining() < 4) {
        throw Rejection.malformed("The container has a broken extra field");
      }
      int id = fields.int16();
      int length = fields.int16();
      if (length > fields.remaining()
          || id == UNICODE_PATH_EXTRA
          || (id == Zip.ZIP64_EXTRA && found)) {
        throw Rejection.malformed(
            "The container has a broken extra field, or one that renames an entry");
      }
      byte[] content = fields.bytes(length);
      if (id == Zip.ZIP64_EXTRA) {
        found = true;
        zip64 = of(content);
      }
    }
    return zip64;
  }

  /** A 32-bit field's value, from the ZIP64 part if it says so. */
  static long wide(long value, ZipFields zip64) throws Rejection {
    if (value != Zip.MAX_32 || zip64.remaining() < 8) {
      return value;
    }
    return zip64.int64();
  }
}
