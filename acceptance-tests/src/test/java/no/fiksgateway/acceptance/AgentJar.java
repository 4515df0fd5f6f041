package no.fiksgateway.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.ByteBuddy;
import no.fiksgateway.acceptance.agent.CrashAgent;

/** Packs the agent as the JVM wants it: a jar that names its premain class, with Byte Buddy beside it. */
final class AgentJar {
  private static final List<Class<?>> CLASSES =
      List.of(CrashAgent.class, CrashAgent.Before.class, CrashAgent.After.class);

  private AgentJar() {}

  static Path in(Path directory) throws IOException {
    Files.copy(byteBuddy(), directory.resolve("byte-buddy.jar"));
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.CLASS_PATH, "byte-buddy.jar");
    main.putValue("Premain-Class", CrashAgent.class.getName());
    Path jar = directory.resolve("crash-agent.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      for (Class<?> type : CLASSES) {
        String name = type.getName().replace('.', '/') + ".class";
        entries.putNextEntry(new JarEntry(name));
        try (InputStream bytes = type.getClassLoader().getResourceAsStream(name)) {
          Objects.requireNonNull(bytes, name).transferTo(entries);
        }
      }
    }
    return jar;
  }

  private static Path byteBuddy() {
    try {
      return Path.of(
          ByteBuddy.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The class path names Byte Buddy by no file", e);
    }
  }
}
