package no.fiksgateway.integrasjonspunkt.payload;

import com.google.crypto.tink.StreamingAead;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/** Encrypts into a file under a passing name, and gives it its own name at commit. */
final class DiskPayloadWriter extends PayloadWriter {
  private final PayloadId id;
  private final Path unfinished;
  private final Path finished;
  private final FileChannel file;
  private final OutputStream encrypting;
  private final MessageDigest sha256;
  private long size;
  private State state = State.WRITING;

  private enum State {
    WRITING,
    /** A write failed halfway: what came after it would leave a hole. */
    BROKEN,
    /** It has its own name, which is perhaps not yet on the disk. */
    NAMED,
    COMMITTED,
    CLOSED
  }

  DiskPayloadWriter(
      PayloadId id, Path unfinished, Path finished, StreamingAead key, byte[] associatedData)
      throws IOException {
    this.id = id;
    this.unfinished = unfinished;
    this.finished = finished;
    this.sha256 = sha256();
    this.file = FileChannel.open(
        unfinished,
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        DurableFiles.ownerOnly(unfinished));
    try {
      this.encrypting = key.newEncryptingStream(leftOpen(file), associatedData);
    } catch (GeneralSecurityException | IOException e) {
      file.close();
      Files.deleteIfExists(unfinished);
      throw new IOException("Payload " + id + " cannot be encrypted.", e);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    require(State.WRITING);
    state = State.BROKEN;
    encrypting.write(bytes, offset, length);
    sha256.update(bytes, offset, length);
    size += length;
    state = State.WRITING;
  }

  @Override
  public StoredPayload commit() throws IOException {
    require(State.WRITING);
    state = State.BROKEN;
    encrypting.close();
    file.force(true);
    file.close();
    Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE);
    state = State.NAMED;
    DurableFiles.force(DurableFiles.parent(finished));
    state = State.COMMITTED;
    return new StoredPayload(id, size, HexFormat.of().formatHex(sha256.digest()));
  }

  /** The last segment is never written here, so that not even a copy of the file would read as a payload. */
  @Override
  public void close() throws IOException {
    if (state != State.COMMITTED && state != State.CLOSED) {
      Path leftover = state == State.NAMED ? finished : unfinished;
      state = State.CLOSED;
      file.close();
      Files.deleteIfExists(leftover);
    }
  }

  private void require(State needed) throws IOException {
    if (state != needed) {
      throw new IOException("Payload " + id + " takes no more bytes: it is " + state + ".");
    }
  }

  /** Tink ends its ciphertext by closing; the file must stay open to be forced to the disk. */
  private static OutputStream leftOpen(FileChannel file) {
    return new FilterOutputStream(Channels.newOutputStream(file)) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
      }

      @Override
      public void close() {}
    };
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256.", e);
    }
  }
}
