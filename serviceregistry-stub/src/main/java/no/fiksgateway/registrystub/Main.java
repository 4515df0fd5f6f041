package no.fiksgateway.registrystub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the stub as a process of its own, until it is told to stop. {@code REGISTRY_PORT} (9099) is the port,
 * {@code REGISTRY_MAPPINGS} a directory with files of your own.
 */
public final class Main {
  private static final String DEFAULT_PORT = "9099";

  private Main() {}

  public static void main(String[] args) throws IOException {
    Map<String, String> environment = System.getenv();
    RegistryStub stub = RegistryStub.start(port(environment), ownFiles(environment));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(stub), "stop"));
    System.out.println("Service Registry stub ready at " + stub.url());
  }

  private static int port(Map<String, String> environment) {
    String port = environment.getOrDefault("REGISTRY_PORT", DEFAULT_PORT);
    try {
      return Integer.parseInt(port);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "REGISTRY_PORT must be a port number, but is '" + port + "'", e);
    }
  }

  private static @Nullable Path ownFiles(Map<String, String> environment) {
    String directory = environment.get("REGISTRY_MAPPINGS");
    return directory == null || directory.isBlank() ? null : Path.of(directory);
  }

  private static void close(RegistryStub stub) {
    try {
      stub.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
