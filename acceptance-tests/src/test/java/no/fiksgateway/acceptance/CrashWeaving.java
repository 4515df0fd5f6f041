package no.fiksgateway.acceptance;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.pool.TypePool;

/**
 * Makes a copy of the gateway call {@link CrashPoint} at every {@link CrashStep}. Its code knows nothing of it, and it starts
 * as fast as without: an agent would have every class looked at in every life.
 */
final class CrashWeaving {
  private CrashWeaving() {}

  /**
   * Weaves all steps.
   *
   * @param application the gateway's own jar
   * @param libraries the folder of the others
   * @throws IllegalStateException if the code has no such step
   */
  static void weave(Path application, Path libraries) throws IOException {
    new ByteBuddy().decorate(CrashPoint.class).make().inject(application.toFile());
    List<Path> jars;
    try (Stream<Path> others = Files.list(libraries)) {
      jars = Stream.concat(Stream.of(application), others).toList();
    }
    List<ClassFileLocator> locators = new ArrayList<>();
    for (Path jar : jars) {
      locators.add(ClassFileLocator.ForJarFile.of(jar.toFile()));
    }
    locators.add(ClassFileLocator.ForClassLoader.ofPlatformLoader());
    try (ClassFileLocator classes = new ClassFileLocator.Compound(locators)) {
      Map<String, List<CrashStep>> steps =
          Arrays.stream(CrashStep.values()).collect(Collectors.groupingBy(CrashStep::type));
      for (Map.Entry<String, List<CrashStep>> each : steps.entrySet()) {
        woven(classes, each.getKey(), each.getValue())
            .inject(jarWith(each.getKey(), jars).toFile());
      }
    }
  }

  private static DynamicType woven(ClassFileLocator classes, String type, List<CrashStep> steps) {
    TypeDescription found = TypePool.Default.of(classes).describe(type).resolve();
    DynamicType.Builder<?> woven = new ByteBuddy().decorate(found, classes);
    for (CrashStep step : steps) {
      if (found.getDeclaredMethods().filter(step.method()).isEmpty()) {
        throw new IllegalStateException(
            "The code has no step " + step.place() + ": correct " + step);
      }
      woven = woven.visit(Advice.withCustomMapping()
          .bind(Step.class, step.name())
          .to(step.isBefore() ? Before.class : After.class)
          .on(step.method()));
    }
    return woven.make();
  }

  private static Path jarWith(String type, List<Path> jars) throws IOException {
    String entry = type.replace('.', '/') + ".class";
    for (Path jar : jars) {
      try (JarFile file = new JarFile(jar.toFile())) {
        if (file.getEntry(entry) != null) {
          return jar;
        }
      }
    }
    throw new IllegalStateException("The gateway has no class " + type + ": correct CrashStep");
  }

  /** Stands for the name of the step in what is inlined. */
  @Retention(RetentionPolicy.RUNTIME)
  @interface Step {}

  /** Inlined at the beginning of the method. */
  static final class Before {
    private Before() {}

    @Advice.OnMethodEnter
    static void enter(@Step String step) throws IOException, InterruptedException {
      CrashPoint.arrived(step);
    }
  }

  /** Inlined at every normal return of the method. */
  static final class After {
    private After() {}

    @Advice.OnMethodExit
    static void leave(@Step String step) throws IOException, InterruptedException {
      CrashPoint.arrived(step);
    }
  }
}
