package no.fiksgateway.acceptance.agent;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.none;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Ends the process at a named method, without shutdown hooks and without flushing: to what is on the disk that is the
 * same as SIGKILL. The code under test knows nothing of it.
 *
 * <p>Argument: {@code class|method|number of parameters|BEFORE or AFTER|n|file}. The process ends at the n-th arrival
 * after the file has come to be. AFTER means after a normal return.
 */
public final class CrashAgent {
  /** What a shell reports for a process that SIGKILL ended. */
  public static final int KILLED = 137;

  /** The class has no such method: the step tells of code as it was. */
  public static final int NO_SUCH_STEP = 3;

  private static final AtomicInteger ARRIVALS = new AtomicInteger();
  private static volatile int fatal;
  private static volatile Path armed = Path.of("");

  private CrashAgent() {}

  public static void premain(String argument, Instrumentation instrumentation) {
    String[] parts = argument.split("\\|");
    fatal = Integer.parseInt(parts[4]);
    armed = Path.of(parts[5]);
    Class<?> advice = parts[3].equals("BEFORE") ? Before.class : After.class;
    ElementMatcher.Junction<MethodDescription> step =
        named(parts[1]).and(takesArguments(Integer.parseInt(parts[2])));
    new AgentBuilder.Default()
        .ignore(none())
        .type(named(parts[0]))
        .transform((builder, type, loader, module, domain) -> {
          if (type.getDeclaredMethods().filter(step).isEmpty()) {
            System.err.println("No step " + argument + " in the code: correct CrashStep");
            Runtime.getRuntime().halt(NO_SUCH_STEP);
          }
          return builder.visit(Advice.to(advice).on(step));
        })
        .installOn(instrumentation);
  }

  /** Called by the instrumented method. */
  public static void arrived() {
    if (Files.exists(armed) && ARRIVALS.incrementAndGet() == fatal) {
      Runtime.getRuntime().halt(KILLED);
    }
  }

  /** Inlined at the beginning of the method. */
  public static final class Before {
    private Before() {}

    @Advice.OnMethodEnter
    static void enter() {
      CrashAgent.arrived();
    }
  }

  /** Inlined at every normal return of the method. */
  public static final class After {
    private After() {}

    @Advice.OnMethodExit
    static void leave() {
      CrashAgent.arrived();
    }
  }
}
