package no.fiksgateway.simulator.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import no.fiksgateway.simulator.queue.QueueEntry.State;
import org.junit.jupiter.api.Test;

/** The rules of one queue, on a clock that only the test moves. */
class KontoQueueTest {
  private final MovableClock clock =
      new MovableClock(InstantSource.fixed(Instant.parse("2026-01-05T08:00:00Z")));
  private final List<Melding> expired = new ArrayList<>();
  private final List<Melding> dead = new CopyOnWriteArrayList<>();
  private final KontoQueue queue = new KontoQueue(UUID.randomUUID(), clock, new Undelivered() {
    @Override
    public void expired(Melding melding) {
      expired.add(melding);
    }

    @Override
    public void dead(Melding melding) {
      dead.add(melding);
    }
  });

  @Test
  void aTimeToLiveIsOverExactlyWhenItHasPassed() {
    QueueEntry entry = arrives(Duration.ofDays(7));

    forward(Duration.ofDays(7).minusMillis(1));
    assertThat(entry.state()).isEqualTo(State.QUEUED);

    forward(Duration.ofMillis(1));
    assertThat(entry.state()).isEqualTo(State.EXPIRED);
    assertThat(expired).containsExactly(entry.melding());
  }

  @Test
  void aShortTimeToLiveWaitsBehindALongOne() {
    QueueEntry first = arrives(Duration.ofDays(7));
    QueueEntry second = arrives(Duration.ofSeconds(10));

    forward(Duration.ofHours(1));
    assertThat(second.state()).isEqualTo(State.QUEUED);

    queue.get().orElseThrow().ack();
    queue.advance();
    assertThat(first.state()).isEqualTo(State.ACKED);
    assertThat(second.state()).isEqualTo(State.EXPIRED);
  }

  @Test
  void whatIsOutForDeliveryDoesNotExpireUntilItComesBack() {
    QueueEntry entry = arrives(Duration.ofSeconds(10));
    Delivery delivery = queue.get().orElseThrow();

    forward(Duration.ofHours(1));
    assertThat(entry.state()).isEqualTo(State.UNACKED);

    delivery.requeue();
    assertThat(entry.state()).isEqualTo(State.EXPIRED);
  }

  @Test
  void theThirdAttemptInVainKillsTheMessage() {
    QueueEntry entry = arrives(Duration.ofDays(7));
    for (int attempt = 1; attempt <= 2; attempt++) {
      queue.get().orElseThrow().requeue();
      assertThat(entry.state()).isEqualTo(State.QUEUED);
    }

    queue.get().orElseThrow().requeue();

    assertThat(entry.state()).isEqualTo(State.DEAD);
    assertThat(entry.deliveries()).isEqualTo(3);
    assertThat(dead).containsExactly(entry.melding());
  }

  @Test
  void aDroppedMessageIsGoneAndNobodyIsTold() {
    QueueEntry entry = arrives(Duration.ofDays(7));

    queue.get().orElseThrow().drop();

    assertThat(entry.state()).isEqualTo(State.NACKED);
    assertThat(expired).isEmpty();
    assertThat(dead).isEmpty();
  }

  @Test
  void onlyTheFirstAnswerToADeliveryCounts() {
    QueueEntry entry = arrives(Duration.ofDays(7));
    Delivery delivery = queue.get().orElseThrow();

    delivery.ack();
    delivery.requeue();

    assertThat(entry.state()).isEqualTo(State.ACKED);
    assertThat(queue.unacked()).isZero();
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void aMessageThatComesBackKeepsItsPlace() {
    QueueEntry first = arrives(Duration.ofDays(7));
    arrives(Duration.ofDays(7));
    Delivery delivery = queue.get().orElseThrow();

    delivery.requeue();

    Delivery again = queue.get().orElseThrow();
    assertThat(again.melding()).isEqualTo(first.melding());
    assertThat(again.redelivered()).isTrue();
  }

  @Test
  void recipientsWithRoomTakeTurns() {
    Taker one = new Taker(10);
    Taker other = new Taker(1);
    queue.subscribe(one);
    queue.subscribe(other);

    for (int i = 0; i < 4; i++) {
      arrives(Duration.ofDays(7));
    }

    assertThat(one.taken).hasSize(3);
    assertThat(other.taken).hasSize(1);
    assertThat(queue.unacked()).isEqualTo(4);
  }

  @Test
  void nobodyWithRoomLeavesTheMessageWaiting() {
    Taker full = new Taker(0);
    queue.subscribe(full);
    QueueEntry entry = arrives(Duration.ofDays(7));
    assertThat(entry.state()).isEqualTo(State.QUEUED);

    full.room = 1;
    queue.advance();

    assertThat(entry.state()).isEqualTo(State.UNACKED);
  }

  @Test
  void amongManyThreadsEveryMessageEndsOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int i = 0; i < 3; i++) {
      queue.subscribe(new Undecided(threads));
    }
    List<QueueEntry> entries = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      entries.add(arrives(Duration.ofDays(7)));
    }

    await().until(() -> entries.stream().allMatch(QueueEntry::settled));
    threads.shutdown();
    assertThat(queue.waiting()).isZero();
    assertThat(queue.unacked()).isZero();
    assertThat(entries).extracting(QueueEntry::state).containsOnly(State.ACKED, State.DEAD);
    assertThat(dead)
        .containsExactlyInAnyOrderElementsOf(entries.stream()
            .filter(e -> e.state() == State.DEAD)
            .map(QueueEntry::melding)
            .toList());
  }

  private QueueEntry arrives(Duration ttl) {
    QueueEntry entry = new QueueEntry(new Melding(
        UUID.randomUUID(),
        "no.test.fiksio.v1",
        UUID.randomUUID(),
        "Avsender",
        queue.kontoId(),
        null,
        null,
        null,
        Map.of(),
        ttl,
        clock.instant(),
        Body.EMPTY));
    queue.add(entry);
    return entry;
  }

  private void forward(Duration step) {
    clock.forward(step);
    queue.advance();
  }

  /** Acks what it gets, or as often puts it back, from other threads. */
  private static final class Undecided implements Recipient {
    private final Executor threads;

    Undecided(Executor threads) {
      this.threads = threads;
    }

    @Override
    public boolean reserve() {
      return true;
    }

    @Override
    public void take(Delivery delivery) {
      threads.execute(
          ThreadLocalRandom.current().nextBoolean() ? delivery::ack : delivery::requeue);
    }
  }

  private static final class Taker implements Recipient {
    private final List<Delivery> taken = new ArrayList<>();
    private int room;

    Taker(int room) {
      this.room = room;
    }

    @Override
    public boolean reserve() {
      return room-- > 0;
    }

    @Override
    public void take(Delivery delivery) {
      taken.add(delivery);
    }
  }
}
