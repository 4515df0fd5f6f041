package no.fiksgateway.integrasjonspunkt.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrecedenceTest {
  private static final int PROCESSORS = 4;
  private static final int SENDS = 6;

  private final Precedence precedence = new Precedence(PROCESSORS);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger computing = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final CountDownLatch enough = new CountDownLatch(1);

  @AfterEach
  void stop() {
    enough.countDown();
    threads.shutdownNow();
  }

  private void sendsBegin() {
    for (int i = 0; i < SENDS; i++) {
      threads.execute(() -> {
        precedence.<Boolean, RuntimeException>yielding(this::compute);
        done.incrementAndGet();
      });
    }
  }

  private boolean compute() {
    computing.incrementAndGet();
    try {
      enough.await();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void sendsComputeAllAtOnceWhileNobodyHandsOver() {
    sendsBegin();
    await().until(() -> computing.get() == SENDS);
  }

  @Test
  void whileACallerWaitsTheyUseHalfOfTheProcessorsAndStillAllComeThrough() {
    precedence.<Boolean, RuntimeException>first(() -> {
      sendsBegin();
      await().until(() -> computing.get() == PROCESSORS / 2);
      await().during(Duration.ofMillis(200)).until(() -> computing.get() == PROCESSORS / 2);
      enough.countDown();
      await().until(() -> done.get() == SENDS);
      return true;
    });
    assertThat(computing).hasValue(SENDS);
  }
}
