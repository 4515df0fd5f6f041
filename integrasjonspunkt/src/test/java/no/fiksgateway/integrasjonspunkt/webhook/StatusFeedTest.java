package no.fiksgateway.integrasjonspunkt.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import no.fiksgateway.integrasjonspunkt.GatewayTest;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.OutgoingStatus;
import no.fiksgateway.integrasjonspunkt.message.Transactions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

@GatewayTest
@Import(Journal.class)
class StatusFeedTest {
  @Autowired
  private StatusFeed feed;

  @Autowired
  private Journal journal;

  @Autowired
  private Transactions transactions;

  @Autowired
  private EntityManager entities;

  private List<FeedStatus> read(long after) {
    feed.settle();
    return feed.after(after, 10_000);
  }

  @Test
  void aStatusThatCommitsLateComesAfterTheOneThatOvertookIt() throws Exception {
    feed.settle();
    long before = feed.head();
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch mayCommit = new CountDownLatch(1);
    CompletableFuture<MessageId> late =
        CompletableFuture.supplyAsync(() -> transactions.once(() -> {
          MessageId id = journal.opens();
          entities.flush();
          written.countDown();
          awaits(mayCommit);
          return id;
        }));
    written.await();
    MessageId early = transactions.once(journal::opens);

    List<FeedStatus> first = read(before);
    assertThat(messages(first)).containsExactly(early.value());

    mayCommit.countDown();
    late.join();
    List<FeedStatus> then = read(first.get(0).position());
    assertThat(messages(then)).containsExactly(late.join().value());
    assertThat(then.get(0).statusId()).isLessThan(first.get(0).statusId());
  }

  @Test
  void aReaderThatNeverLooksBackSeesEveryStatusOnce() {
    feed.settle();
    long before = feed.head();
    int writers = 4;
    int each = 15;
    List<CompletableFuture<List<MessageId>>> writing = IntStream.range(0, writers)
        .mapToObj(writer -> CompletableFuture.supplyAsync(() -> IntStream.range(0, each)
            .mapToObj(number -> transactions.once(
                () -> journal.goesThrough(List.of(OutgoingStatus.SENDT, OutgoingStatus.LEVERT))))
            .toList()))
        .toList();
    CompletableFuture<Void> allWritten =
        CompletableFuture.allOf(writing.toArray(CompletableFuture[]::new));

    List<FeedStatus> seen = new ArrayList<>();
    long position = before;
    boolean last;
    do {
      last = allWritten.isDone();
      for (FeedStatus status : read(position)) {
        seen.add(status);
        position = status.position();
      }
    } while (!last);

    // OPPRETTET, SENDT, and LEVERT with the MOTTATT it implies.
    assertThat(seen)
        .extracting(FeedStatus::position)
        .containsExactlyElementsOf(LongStream.rangeClosed(before + 1, before + writers * each * 4L)
            .boxed()
            .toList());
    writing.stream()
        .flatMap(ids -> ids.join().stream())
        .forEach(id -> assertThat(seen)
            .filteredOn(status -> status.messageId().equals(id.value()))
            .extracting(FeedStatus::status)
            .containsExactly("OPPRETTET", "SENDT", "MOTTATT", "LEVERT"));
  }

  @Test
  void whatIsRolledBackLeavesNoGap() {
    feed.settle();
    long before = feed.head();
    assertThatThrownBy(() -> transactions.once(() -> {
          journal.opens();
          entities.flush();
          throw new IllegalStateException("changed my mind");
        }))
        .hasMessage("changed my mind");
    MessageId kept = transactions.once(journal::opens);

    List<FeedStatus> found = read(before);
    assertThat(messages(found)).containsExactly(kept.value());
    assertThat(found.get(0).position()).isEqualTo(before + 1);
    assertThat(feed.positionOf(found.get(0).statusId())).hasValue(before + 1);
    assertThat(feed.positionOf(-1)).isEmpty();
  }

  private static void awaits(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static List<UUID> messages(List<FeedStatus> statuses) {
    return statuses.stream().map(FeedStatus::messageId).toList();
  }
}
