package no.fiksgateway.integrasjonspunkt.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every payload store promises, wherever it keeps the bytes. */
interface PayloadStoreContract {
  PayloadStore store();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_000, 1 << 20, (1 << 20) + 1, 3_333_333})
  default void contentReadsBackAsItWasStored(int size) throws Exception {
    byte[] content = randomBytes(size);

    StoredPayload stored = store().store(new ByteArrayInputStream(content));

    assertThat(stored.size()).isEqualTo(size);
    assertThat(stored.sha256())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    assertThat(read(stored.id())).isEqualTo(content);
  }

  @Test
  default void contentMayArriveInPiecesOfAnySize() throws IOException {
    byte[] content = randomBytes(2_500_000);
    StoredPayload stored;

    try (PayloadWriter writer = store().newPayload()) {
      writer.write(content[0]);
      int at = 1;
      for (int piece = 1; at < content.length; piece = piece * 3 + 1) {
        int length = Math.min(piece, content.length - at);
        writer.write(content, at, length);
        at += length;
      }
      stored = writer.commit();
    }

    assertThat(read(stored.id())).isEqualTo(content);
  }

  @Test
  default void everyReaderBeginsAtTheFirstByte() throws IOException {
    StoredPayload stored = store().store(text("Saksframlegg"));

    try (InputStream first = store().open(stored.id());
        InputStream second = store().open(stored.id())) {
      assertThat(first.readNBytes(4)).asString(StandardCharsets.UTF_8).isEqualTo("Saks");
      assertThat(second.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("Saksframlegg");
      assertThat(first.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("framlegg");
    }
  }

  @Test
  default void everythingStoredIsListedOnceInOrderAndInPortions() throws IOException {
    List<String> stored = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      stored.add(store().store(text("Brev " + i)).id().value());
    }
    Collections.sort(stored);

    List<String> listed = new ArrayList<>();
    List<PayloadStore.Kept> portion = store().list(null, 7);
    while (!portion.isEmpty()) {
      assertThat(portion).hasSizeLessThanOrEqualTo(7);
      portion.forEach(kept -> listed.add(kept.id().value()));
      portion = store().list(portion.get(portion.size() - 1).id(), 7);
    }

    assertThat(listed).isEqualTo(stored);
  }

  @Test
  default void theSameContentTwiceIsTwoPayloads() throws IOException {
    StoredPayload first = store().store(text("Vedtak"));
    StoredPayload second = store().store(text("Vedtak"));

    assertThat(first.id()).isNotEqualTo(second.id());
    assertThat(first.sha256()).isEqualTo(second.sha256());
    store().delete(first.id());
    assertThat(read(second.id())).asString(StandardCharsets.UTF_8).isEqualTo("Vedtak");
  }

  @Test
  default void payloadsWrittenAtTheSameTimeDoNotMix() throws Exception {
    ExecutorService clerks = Executors.newFixedThreadPool(4);
    try {
      List<Future<Boolean>> results = new ArrayList<>();
      for (int clerk = 0; clerk < 8; clerk++) {
        byte[] content = new byte[1_500_000];
        Arrays.fill(content, (byte) clerk);
        results.add(clerks.submit(() ->
            Arrays.equals(read(store().store(new ByteArrayInputStream(content)).id()), content)));
      }
      for (Future<Boolean> same : results) {
        assertThat(same.get()).isTrue();
      }
    } finally {
      clerks.shutdownNow();
    }
  }

  @Test
  default void aSourceThatBreaksOffStoresNothing() {
    IOException brokenOff = new IOException("connection reset");

    assertThatThrownBy(() -> store().store(breakingOffAfter(2_000_000, brokenOff)))
        .isSameAs(brokenOff);
  }

  @Test
  default void aWriterTakesNoBytesOnceItIsCommitted() throws IOException {
    try (PayloadWriter writer = store().newPayload()) {
      writer.write(1);
      StoredPayload stored = writer.commit();

      assertThatIOException().isThrownBy(() -> writer.write(2));
      assertThatIOException().isThrownBy(writer::commit);
      assertThat(read(stored.id())).containsExactly(1);
    }
  }

  @Test
  default void aClosedWriterCannotBeCommitted() throws IOException {
    PayloadWriter writer = store().newPayload();
    writer.write(1);
    writer.close();
    writer.close();

    assertThatIOException().isThrownBy(writer::commit);
  }

  @Test
  default void openingWhatWasNeverStoredNamesThePayload() {
    PayloadId unknown = PayloadId.random();

    assertThatThrownBy(() -> store().open(unknown))
        .isInstanceOf(PayloadMissingException.class)
        .hasMessageContaining(unknown.value());
  }

  @Test
  default void aDeletedPayloadIsGoneAndMayBeDeletedAgain() throws IOException {
    StoredPayload stored = store().store(text("Journalpost"));

    store().delete(stored.id());
    store().delete(stored.id());

    assertThatThrownBy(() -> store().open(stored.id())).isInstanceOf(PayloadMissingException.class);
  }

  default byte[] read(PayloadId id) throws IOException {
    try (InputStream content = store().open(id)) {
      return content.readAllBytes();
    }
  }

  static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] randomBytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  static InputStream breakingOffAfter(int bytes, IOException failure) {
    InputStream broken = new InputStream() {
      @Override
      public int read() throws IOException {
        throw failure;
      }
    };
    return new SequenceInputStream(new ByteArrayInputStream(new byte[bytes]), broken);
  }
}
