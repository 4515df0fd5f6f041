package no.fiksgateway.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Every process the demo started. All of them are stopped when the JVM ends, the last started first. */
final class Children {
  private static final Duration GRACE = Duration.ofSeconds(15);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final Duration SAY_SOMETHING = Duration.ofSeconds(5);

  private final Path root;
  private final Path logs;
  private final Screen screen;
  private final Deque<Child> running = new ArrayDeque<>();
  private final CountDownLatch stopping = new CountDownLatch(1);

  /**
   * Made once: registers the hook that stops what is started here, also at Ctrl-C.
   *
   * @param root the folder that holds the modules
   */
  Children(Path root, Path logs, Screen screen) {
    this.root = root;
    this.logs = logs;
    this.screen = screen;
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopAll, "stop"));
  }

  /** Starts a module's runnable jar; its output goes to a file of the module's name. */
  Child start(String name, String module, Map<String, String> environment, String... arguments)
      throws DemoFailed {
    Path jar = runnableJar(module);
    synchronized (running) {
      if (stopping.getCount() == 0) {
        throw new DemoFailed("The demo is being stopped.");
      }
      Child child =
          Child.start(name, jar, logs.resolve(module + ".log"), environment, List.of(arguments));
      running.push(child);
      return child;
    }
  }

  /** Waits until the address answers 200; fails as soon as the child is gone. */
  void awaitReady(Child child, Http http, URI ready, Duration patience) throws DemoFailed {
    long started = System.nanoTime();
    long nextWord = SAY_SOMETHING.toNanos();
    while (!http.answers200(ready)) {
      if (!child.isAlive()) {
        throw child.stoppedByItself();
      }
      long waited = System.nanoTime() - started;
      if (waited > patience.toNanos()) {
        throw new DemoFailed("The " + child.name() + " did not answer 200 at " + ready + " within "
            + patience.toSeconds() + " s. The end of its log:" + System.lineSeparator()
            + child.endOfLog());
      }
      if (waited > nextWord) {
        screen.happened("  still waiting for the " + child.name() + " ("
            + TimeUnit.NANOSECONDS.toSeconds(waited) + " s)");
        nextWord += SAY_SOMETHING.toNanos();
      }
      Pause.of(LOOK_AGAIN);
    }
    screen.happened(
        "%s ready after %.1f s".formatted(child.name(), (System.nanoTime() - started) / 1e9));
  }

  /** Returns when the demo is told to stop; fails when a child stops without being told. */
  void awaitStop() throws DemoFailed {
    CompletableFuture<?>[] exits;
    synchronized (running) {
      exits = running.stream().map(Child::exit).toArray(CompletableFuture<?>[]::new);
    }
    Child gone = (Child) CompletableFuture.anyOf(exits).join();
    if (!isBeingStopped()) {
      throw gone.stoppedByItself();
    }
  }

  /** Ctrl-C reaches the children too, and one of them may be gone a moment before our own hook runs. */
  private boolean isBeingStopped() {
    try {
      return stopping.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void stopAll() {
    stopping.countDown();
    synchronized (running) {
      if (!running.isEmpty()) {
        screen.happened("stopping");
      }
      while (!running.isEmpty()) {
        running.pop().stop(GRACE);
      }
    }
  }

  private Path runnableJar(String module) throws DemoFailed {
    Path target = root.resolve(module).resolve("target");
    if (Files.isDirectory(target)) {
      try (Stream<Path> files = Files.list(target)) {
        List<Path> jars = files
            .filter(file -> file.getFileName().toString().endsWith("-exec.jar"))
            .toList();
        if (jars.size() == 1) {
          return jars.get(0);
        }
      } catch (IOException e) {
        throw new DemoFailed(
            "Cannot look for the runnable jar in " + target + ": " + e.getMessage(), e);
      }
    }
    throw new DemoFailed("There must be one runnable jar (*-exec.jar) in " + target
        + ". Build it: mvn -DskipTests -pl " + module + " -am clean package");
  }
}
