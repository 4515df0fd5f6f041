package no.fiksgateway.asice;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads a ZIP archive once from front to back and accounts for every byte. Readers of a package may go by the local headers
 * or by the central directory, so both must say the same: same entries, same order, no gaps between them, and nothing
 * before, behind or beside. An archive that could be read in two ways is refused.
 */
final class ZipReader {

  private static final int LOCAL_LENGTH = 30;
  private static final int KNOWN_FLAGS = 0b110 | Zip.DESCRIPTOR_FOLLOWS | Zip.UTF8;

  private final ContainerBytes container;
  private final Expansion expansion;
  private final OpeningLimits limits;
  private final List<Entry> entries = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  /** Decides what becomes of each entry's content. */
  interface Entries {
    Expansion.Sink begin(String name) throws IOException;
  }

  /** What the local header, the content and the descriptor said of an entry. */
  @SuppressWarnings("ArrayRecordComponent")
  record Entry(
      byte[] name, int flags, int method, long offset, long crc, long compressed, long size) {}

  ZipReader(ContainerBytes container, OpeningLimits limits) {
    this.container = container;
    this.expansion = new Expansion(limits.maxExpandedBytes());
    this.limits = limits;
  }

  void read(Entries consumer) throws IOException {
    while (ZipFields.peekSignature(container) == Zip.LOCAL_HEADER) {
      if (entries.size() == limits.maxEntries()) {
        throw Rejection.malformed(
            "The container has more than the " + limits.maxEntries() + " entries allowed");
      }
      entries.add(entry(consumer));
    }
    new ZipDirectory(container, entries).read();
    if (container.ahead(1) > 0) {
      throw Rejection.malformed("Something follows the end of the container");
    }
  }

  private Entry entry(Entries consumer) throws IOException {
    long offset = container.position();
    ZipFields header = ZipFields.take(container, LOCAL_LENGTH);
    header.int32();
    header.int16();
    int flags = header.int16();
    int method = header.int16();
    header.int32();
    long crc = header.int32();
    long statedCompressed = header.int32();
    long statedSize = header.int32();
    int nameLength = header.int16();
    int extraLength = header.int16();
    byte[] name = ZipFields.take(container, nameLength).bytes(nameLength);
    ZipFields zip64 = ZipFields.zip64(ZipFields.take(container, extraLength).bytes(extraLength));
    Stated stated = stated(flags, crc, statedCompressed, statedSize, zip64);
    String text = acceptableName(name);
    if ((flags & ~KNOWN_FLAGS) != 0 || (method != Zip.STORED && method != Zip.DEFLATED)) {
      throw Rejection.malformed("The entry '" + text
          + "' uses an encryption, a compression or a flag of ZIP that containers do not have");
    }
    long start = container.position();
    expansion.begin(consumer.begin(text));
    if (method == Zip.DEFLATED) {
      inflate(text);
    } else {
      copy(text, stated);
    }
    expansion.end();
    long compressed = container.position() - start;
    Entry entry =
        new Entry(name, flags, method, offset, expansion.crc(), compressed, expansion.size());
    if (!stated.agreesWith(entry)) {
      throw Rejection.malformed(
          "The entry '" + text + "' does not have the length or the checksum its header states");
    }
    if (stated.descriptor()) {
      descriptor(text, entry);
    }
    return entry;
  }

  /** What a local header says; where a descriptor follows, zeros there mean nothing. */
  private record Stated(boolean descriptor, long crc, long compressed, long size) {

    boolean agreesWith(Entry entry) {
      return agrees(crc, entry.crc())
          && agrees(compressed, entry.compressed())
          && agrees(size, entry.size());
    }

    private boolean agrees(long stated, long actual) {
      return stated == actual || (descriptor && stated == 0);
    }
  }

  private static Stated stated(int flags, long crc, long compressed, long size, ZipFields zip64)
      throws Rejection {
    boolean descriptor = (flags & Zip.DESCRIPTOR_FOLLOWS) != 0;
    long wideSize = ZipFields.wide(size, zip64);
    Stated stated = new Stated(descriptor, crc, ZipFields.wide(compressed, zip64), wideSize);
    if (zip64.remaining() > 0 && !descriptor) {
      throw Rejection.malformed(
          "The container has an extra field for lengths that its header states already");
    }
    return stated;
  }

  private String acceptableName(byte[] bytes) throws Rejection {
    String name = ZipFields.name(bytes);
    String problem = EntryNames.problemWithPath(name);
    if (problem != null) {
      throw Rejection.malformed(
          "The container has an entry with a name that is not safe: " + problem);
    }
    if (!names.add(name)) {
      throw Rejection.malformed("The container has two entries with the name '" + name + "'");
    }
    return name;
  }

  private void copy(String name, Stated stated) throws IOException {
    if (stated.descriptor()) {
      throw Rejection.malformed("The entry '" + name
          + "' is stored without saying how long it is, so its end is anybody's guess");
    }
    long left = stated.compressed();
    while (left > 0) {
      int n = (int) Math.min(Math.min(container.some(), expansion.room()), left);
      System.arraycopy(
          container.buffer(), container.next(), expansion.buffer(), expansion.filled(), n);
      expansion.added(n);
      container.skip(n);
      left -= n;
    }
  }

  private void inflate(String name) throws IOException {
    Inflater inflater = new Inflater(true);
    try {
      while (!inflater.finished()) {
        int given = container.some();
        inflater.setInput(container.buffer(), container.next(), given);
        while (!inflater.finished() && !inflater.needsInput()) {
          int n = inflater.inflate(expansion.buffer(), expansion.filled(), expansion.room());
          if (n == 0
              && (inflater.needsDictionary() || !(inflater.finished() || inflater.needsInput()))) {
            throw new DataFormatException();
          }
          expansion.added(n);
        }
        container.skip(given - inflater.getRemaining());
      }
    } catch (DataFormatException e) {
      throw Rejection.malformed("The compressed content of '" + name + "' is damaged");
    } finally {
      inflater.end();
    }
  }

  /** Takes the data descriptor: with or without its signature, with lengths of four bytes or of eight. */
  private void descriptor(String name, Entry entry) throws IOException {
    for (boolean wide : new boolean[] {false, true}) {
      for (boolean signed : new boolean[] {true, false}) {
        int length = (signed ? 4 : 0) + 4 + (wide ? 16 : 8);
        if (container.ahead(length + 4) == length + 4
            && isDescriptor(entry, signed, wide, length)) {
          container.skip(length);
          return;
        }
      }
    }
    throw Rejection.malformed(
        "The entry '" + name + "' does not have the length or the checksum stated behind it");
  }

  private boolean isDescriptor(Entry entry, boolean signed, boolean wide, int length) {
    byte[] bytes =
        Arrays.copyOfRange(container.buffer(), container.next(), container.next() + length + 4);
    ZipFields fields = ZipFields.of(bytes);
    if ((signed && fields.int32() != Zip.DESCRIPTOR) || fields.int32() != entry.crc()) {
      return false;
    }
    boolean same = wide
        ? fields.signed64() == entry.compressed() && fields.signed64() == entry.size()
        : fields.int32() == entry.compressed() && fields.int32() == entry.size();
    long following = fields.int32();
    return same && (following == Zip.LOCAL_HEADER || following == Zip.CENTRAL_HEADER);
  }
}
