package no.fiksgateway.integrasjonspunkt.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import no.fiksgateway.integrasjonspunkt.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final int THREADS = 4;

  private final SettableClock clock = new SettableClock();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger wanted = new AtomicInteger();

  @AfterEach
  void endAllWork() {
    end.countDown();
    threads.shutdown();
  }

  private Turns<String> among(int holders) {
    return Turns.among(holders, THREADS, clock, wanted::incrementAndGet);
  }

  private Job.Result untilTheEnd() {
    begun.incrementAndGet();
    try {
      assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return Job.DONE;
  }

  private List<CompletableFuture<Job.Result>> holds(Turns<String> turns, String holder, int many) {
    List<CompletableFuture<Job.Result>> held = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      held.add(CompletableFuture.supplyAsync(() -> turns.of(holder, this::untilTheEnd), threads));
    }
    await().until(() -> begun.get() == many);
    return held;
  }

  private List<Instant> looks(Turns<String> turns, String holder, int many) {
    List<Instant> looks = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      looks.add(((Job.Result.Again) turns.of(holder, () -> Job.DONE)).at());
    }
    return looks;
  }

  @Test
  void oneOfSeveralHasAtMostHalfOfTheThreadsAndTheOthersHaveTheRest() {
    Turns<String> turns = among(2);
    holds(turns, "slow", 2);

    assertThat(turns.of("slow", () -> Job.DONE)).isInstanceOf(Job.Result.Again.class);
    assertThat(turns.of("other", () -> Job.DONE)).isEqualTo(Job.DONE);
  }

  @Test
  void oneAloneMayHaveThemAll() {
    Turns<String> turns = among(1);
    holds(turns, "only", 3);

    assertThat(turns.of("only", () -> Job.DONE)).isEqualTo(Job.DONE);
  }

  @Test
  void aTurnThatEndsIsToldOnlyWhereSomethingWaitsForIt() throws Exception {
    Turns<String> turns = among(2);
    turns.of("alone", () -> Job.DONE);
    assertThat(wanted).hasValue(0);
    List<CompletableFuture<Job.Result>> held = holds(turns, "busy", 2);
    looks(turns, "busy", 5000);

    end.countDown();

    for (CompletableFuture<Job.Result> turn : held) {
      turn.get(10, TimeUnit.SECONDS);
    }
    assertThat(wanted).hasValueGreaterThan(0);
    assertThat(turns.of("busy", () -> Job.DONE)).isEqualTo(Job.DONE);
  }

  @Test
  void aTurnThatEndsInAnErrorIsGivenBack() {
    Turns<String> turns = among(THREADS);
    for (int i = 0; i < THREADS; i++) {
      assertThatThrownBy(() -> turns.of("failing", () -> {
            throw new IllegalStateException("an error of the test");
          }))
          .hasMessage("an error of the test");
    }

    assertThat(turns.of("failing", () -> Job.DONE)).isEqualTo(Job.DONE);
  }

  @Test
  void whatWaitsForATurnThatDoesNotEndLooksFiftyTimesASecond() {
    Turns<String> turns = among(2);
    holds(turns, "slow", 2);
    clock.forward(Duration.ofMinutes(1));

    List<Instant> looks = looks(turns, "slow", 101);

    assertThat(looks).isSorted();
    assertThat(Duration.between(looks.get(0), looks.get(100))).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void whatWaitsForQuickTurnsLooksAsOftenAsTheyEnd() {
    Turns<String> turns = among(2);
    holds(turns, "quick", 1);
    turns.of("quick", () -> {
      clock.forward(Duration.ofMillis(10));
      return Job.DONE;
    });
    CompletableFuture.runAsync(() -> turns.of("quick", this::untilTheEnd), threads);
    await().until(() -> begun.get() == 2);

    List<Instant> looks = looks(turns, "quick", 101);

    assertThat(Duration.between(looks.get(0), looks.get(100)))
        .isBetween(Duration.ofMillis(500), Duration.ofSeconds(2));
  }
}
