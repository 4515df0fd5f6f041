package no.fiksgateway.benchmarks;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The same work by itself, in a JVM of its own, for JMH: to see what a change of the code does to one operation, with JMH's
 * profilers beside it. The ratios that are promised come from {@link Main}, where ours and KS's take turns.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(value = 1, jvmArgsAppend = "-Xmx512m")
@SuppressWarnings("NullAway.Init")
public class PackageBenchmark {

  private static final long LENGTH = 16_000_000;

  /** One large file, 16 MB. */
  @State(Scope.Benchmark)
  public static class LargeFile {

    /** The kind of content. */
    @Param({"incompressible", "text"})
    public String kind = "";

    private Packages packages;
    private Content content;
    private Path sealed;

    /** Seals what is to be opened. */
    @Setup(Level.Trial)
    public void prepare() throws Exception {
      packages = new Packages();
      content = kind.equals("text") ? Content.text() : Content.incompressible();
      sealed = packages.sealedFile(content, LENGTH);
    }

    /** Deletes it. */
    @TearDown(Level.Trial)
    public void cleanUp() throws Exception {
      packages.close();
    }
  }

  /** A message of 1 KiB. */
  @State(Scope.Benchmark)
  public static class SmallMessage {

    private Packages packages;

    /** Makes keys. */
    @Setup(Level.Trial)
    public void prepare() throws Exception {
      packages = new Packages();
    }

    /** Ends KS's threads. */
    @TearDown(Level.Trial)
    public void cleanUp() throws Exception {
      packages.close();
    }
  }

  @Benchmark
  public long seal(LargeFile file) throws Exception {
    return file.packages.seal(file.content, LENGTH);
  }

  @Benchmark
  public long sealByKs(LargeFile file) throws Exception {
    return file.packages.ksSeal(file.content, LENGTH);
  }

  @Benchmark
  public long digestAndEncrypt(LargeFile file) throws Exception {
    return file.packages.digestAndEncrypt(file.content, LENGTH);
  }

  @Benchmark
  public long open(LargeFile file) throws Exception {
    return file.packages.open(file.sealed);
  }

  @Benchmark
  public long openByKs(LargeFile file) throws Exception {
    return file.packages.ksOpen(file.sealed);
  }

  @Benchmark
  public long sealAndOpenSmall(SmallMessage message) throws Exception {
    return message.packages.sealAndOpenSmall();
  }

  @Benchmark
  public long signAndDecrypt(SmallMessage message) throws Exception {
    return message.packages.signAndDecrypt();
  }
}
