package no.fiksgateway.asice;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Writes a ZIP archive to a stream that cannot be rewound. Content of unknown length becomes a deflated entry with a data
 * descriptor behind it. Beyond 4 GiB the ZIP64 forms are used the way java.util.zip reads them: an eight-byte descriptor,
 * and extra fields in the central directory only (PKWARE APPNOTE.TXT 6.3.10, sections 4.3.9 and 4.5.3).
 */
final class ZipWriter {

  private final OutputStream out;
  private final int dosTime;
  private final List<Entry> entries = new ArrayList<>();
  private long position;
  private @Nullable Entry current;
  private long contentStart;

  ZipWriter(OutputStream out, LocalDateTime modified) {
    this.out = out;
    this.dosTime = dosTime(modified);
  }

  /** Writes a whole entry of known content, uncompressed. */
  void stored(String name, byte[] content, String comment) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    Entry entry = new Entry(utf8(name), utf8(comment), Zip.STORED, Zip.UTF8, position);
    entry.completed(crc.getValue(), content.length, content.length);
    localHeader(entry, crc.getValue(), content.length);
    write(content, 0, content.length);
    entries.add(entry);
  }

  /** Begins an entry whose deflated bytes follow by {@link #write}. */
  void beginDeflated(String name) throws IOException {
    current = new Entry(
        utf8(name), new byte[0], Zip.DEFLATED, Zip.UTF8 | Zip.DESCRIPTOR_FOLLOWS, position);
    localHeader(current, 0, 0);
    contentStart = position;
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    position += length;
  }

  /** Ends the entry begun last, after a complete deflate stream of the given content was written. */
  void endDeflated(long crc, long size) throws IOException {
    Entry entry = current;
    if (entry == null) {
      throw new IllegalStateException("No entry was begun");
    }
    entry.completed(crc, position - contentStart, size);
    Fields descriptor = new Fields().int32(Zip.DESCRIPTOR).int32(crc);
    if (entry.isLarge()) {
      descriptor.int64(entry.compressed).int64(size);
    } else {
      descriptor.int32(entry.compressed).int32(size);
    }
    emit(descriptor);
    entries.add(entry);
    current = null;
  }

  /** Writes the central directory, without which no reader takes the archive for complete. */
  void finish(String comment) throws IOException {
    long start = position;
    for (Entry entry : entries) {
      emit(centralHeader(entry));
    }
    long size = position - start;
    if (start >= Zip.MAX_32 || size >= Zip.MAX_32 || entries.size() >= Zip.MAX_16) {
      zip64End(start, size);
    }
    byte[] text = utf8(comment);
    long count = Math.min(entries.size(), Zip.MAX_16);
    emit(new Fields()
        .int32(Zip.END)
        .int32(0)
        .int16(count)
        .int16(count)
        .int32(Math.min(size, Zip.MAX_32))
        .int32(Math.min(start, Zip.MAX_32))
        .int16(text.length)
        .bytes(text));
  }

  private void localHeader(Entry entry, long crc, long size) throws IOException {
    emit(new Fields()
        .int32(Zip.LOCAL_HEADER)
        .int16(Zip.VERSION_DEFLATE)
        .int16(entry.flags)
        .int16(entry.method)
        .int32(dosTime)
        .int32(crc)
        .int32(size)
        .int32(size)
        .int16(entry.name.length)
        .int16(0)
        .bytes(entry.name));
  }

  private Fields centralHeader(Entry entry) {
    Fields large = new Fields();
    if (entry.size >= Zip.MAX_32) {
      large.int64(entry.size);
    }
    if (entry.compressed >= Zip.MAX_32) {
      large.int64(entry.compressed);
    }
    if (entry.offset >= Zip.MAX_32) {
      large.int64(entry.offset);
    }
    Fields extra = new Fields();
    if (large.size() > 0) {
      extra.int16(Zip.ZIP64_EXTRA).int16(large.size()).bytes(large.toByteArray());
    }
    int version = large.size() > 0 ? Zip.VERSION_ZIP64 : Zip.VERSION_DEFLATE;
    return new Fields()
        .int32(Zip.CENTRAL_HEADER)
        .int16(version)
        .int16(version)
        .int16(entry.flags)
        .int16(entry.method)
        .int32(dosTime)
        .int32(entry.crc)
        .int32(Math.min(entry.compressed, Zip.MAX_32))
        .int32(Math.min(entry.size, Zip.MAX_32))
        .int16(entry.name.length)
        .int16(extra.size())
        .int16(entry.comment.length)
        .int16(0)
        .int16(0)
        .int32(0)
        .int32(Math.min(entry.offset, Zip.MAX_32))
        .bytes(entry.name)
        .bytes(extra.toByteArray())
        .bytes(entry.comment);
  }

  private void zip64End(long start, long size) throws IOException {
    long end = position;
    emit(new Fields()
        .int32(Zip.ZIP64_END)
        .int64(Zip.ZIP64_END_LENGTH - 12)
        .int16(Zip.VERSION_ZIP64)
        .int16(Zip.VERSION_ZIP64)
        .int32(0)
        .int32(0)
        .int64(entries.size())
        .int64(entries.size())
        .int64(size)
        .int64(start));
    emit(new Fields().int32(Zip.ZIP64_LOCATOR).int32(0).int64(end).int32(1));
  }

  private void emit(Fields record) throws IOException {
    byte[] bytes = record.toByteArray();
    write(bytes, 0, bytes.length);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static int dosTime(LocalDateTime t) {
    int date =
        (Math.max(t.getYear(), 1980) - 1980) << 9 | t.getMonthValue() << 5 | t.getDayOfMonth();
    return date << 16 | t.getHour() << 11 | t.getMinute() << 5 | t.getSecond() >> 1;
  }

  private static final class Entry {
    private final byte[] name;
    private final byte[] comment;
    private final int method;
    private final int flags;
    private final long offset;
    private long crc;
    private long compressed;
    private long size;

    Entry(byte[] name, byte[] comment, int method, int flags, long offset) {
      this.name = name;
      this.comment = comment;
      this.method = method;
      this.flags = flags;
      this.offset = offset;
    }

    void completed(long crc, long compressed, long size) {
      this.crc = crc;
      this.compressed = compressed;
      this.size = size;
    }

    boolean isLarge() {
      return size >= Zip.MAX_32 || compressed >= Zip.MAX_32;
    }
  }

  /** Little-endian fields in a row. */
  private static final class Fields extends ByteArrayOutputStream {

    Fields int16(long value) {
      write((int) value);
      write((int) (value >> 8));
      return this;
    }

    Fields int32(long value) {
      return int16(value).int16(value >> 16);
    }

    Fields int64(long value) {
      return int32(value).int32(value >> 32);
    }

    Fields bytes(byte[] value) {
      write(value, 0, value.length);
      return this;
    }
  }
}
