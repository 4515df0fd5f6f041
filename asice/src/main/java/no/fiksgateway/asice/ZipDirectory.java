package no.fiksgateway.asice;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Reads what stands behind a ZIP archive's entries, and holds it against the entries that were read. */
final class ZipDirectory {

  private static final int CENTRAL_LENGTH = 46;
  private static final int LOCATOR_LENGTH = 20;
  private static final int END_LENGTH = 22;
  private static final int UNIX = 3;
  private static final int FILE_TYPE = 0xF000;
  private static final int REGULAR_FILE = 0x8000;

  private final ContainerBytes container;
  private final List<ZipReader.Entry> entries;

  ZipDirectory(ContainerBytes container, List<ZipReader.Entry> entries) {
    this.container = container;
    this.entries = entries;
  }

  void read() throws IOException {
    long start = container.position();
    for (ZipReader.Entry entry : entries) {
      central(entry);
    }
    long length = container.position() - start;
    boolean zip64 = ZipFields.peekSignature(container) == Zip.ZIP64_END;
    if (zip64) {
      zip64End(start, length);
    }
    end(start, length, zip64);
  }

  private void central(ZipReader.Entry entry) throws IOException {
    ZipFields header = ZipFields.take(container, CENTRAL_LENGTH);
    require(header.int32() == Zip.CENTRAL_HEADER);
    int madeBy = header.int16() >> 8;
    header.int16();
    require(header.int16() == entry.flags());
    require(header.int16() == entry.method());
    header.int32();
    require(header.int32() == entry.crc());
    long compressed = header.int32();
    long size = header.int32();
    int nameLength = header.int16();
    int extraLength = header.int16();
    int commentLength = header.int16();
    require(header.int16() == 0);
    header.int16();
    int fileType = (int) (header.int32() >> 16) & FILE_TYPE;
    require(madeBy != UNIX || fileType == 0 || fileType == REGULAR_FILE);
    long offset = header.int32();
    int variable = nameLength + extraLength + commentLength;
    ZipFields fields = ZipFields.take(container, variable);
    require(Arrays.equals(fields.bytes(nameLength), entry.name()));
    byte[] extra = fields.bytes(extraLength);
    ZipFields zip64 = ZipFields.zip64(extra);
    require(ZipFields.wide(size, zip64) == entry.size());
    require(ZipFields.wide(compressed, zip64) == entry.compressed());
    require(ZipFields.wide(offset, zip64) == entry.offset());
    require(zip64.remaining() == 0);
    requireNoEndRecord(extra);
    requireNoEndRecord(fields.bytes(commentLength));
  }

  private void zip64End(long start, long length) throws IOException {
    long position = container.position();
    ZipFields end = ZipFields.take(container, Zip.ZIP64_END_LENGTH);
    end.int32();
    require(end.int64() == Zip.ZIP64_END_LENGTH - 12);
    end.int32();
    requireZero(end.int64());
    require(end.int64() == entries.size());
    require(end.int64() == entries.size());
    require(end.int64() == length && end.int64() == start);
    ZipFields locator = ZipFields.take(container, LOCATOR_LENGTH);
    require(locator.int32() == Zip.ZIP64_LOCATOR && locator.int32() == 0);
    require(locator.int64() == position && locator.int32() == 1);
  }

  private void end(long start, long length, boolean zip64) throws IOException {
    ZipFields end = ZipFields.take(container, END_LENGTH);
    require(end.int32() == Zip.END);
    requireZero(end.int32());
    requireCount(end.int16(), zip64);
    requireCount(end.int16(), zip64);
    require(states(end.int32(), length, Zip.MAX_32, zip64));
    require(states(end.int32(), start, Zip.MAX_32, zip64));
    int commentLength = end.int16();
    requireNoEndRecord(ZipFields.take(container, commentLength).bytes(commentLength));
  }

  /** An archive split over several disks could be put together in several ways. */
  private static void requireZero(long diskNumbers) throws Rejection {
    require(diskNumbers == 0);
  }

  private void requireCount(int count, boolean zip64) throws Rejection {
    require(states(count, entries.size(), Zip.MAX_16, zip64));
  }

  private static boolean states(long stated, long actual, long elsewhere, boolean zip64) {
    return stated == actual || (zip64 && stated == elsewhere);
  }

  /** A reader that searches for the end record from behind must not find one in a comment or an extra field. */
  private static void requireNoEndRecord(byte[] bytes) throws Rejection {
    for (int i = 0; i + 4 <= bytes.length; i++) {
      int signature = ZipFields.signature(bytes, i);
      require(signature != Zip.END && signature != Zip.ZIP64_END && signature != Zip.ZIP64_LOCATOR);
    }
  }

  private static void require(boolean condition) throws Rejection {
    if (!condition) {
      throw Rejection.malformed(
          "The container's central directory does not agree with its entries");
    }
  }
}
