package no.fiksgateway.registrystub;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A Service Registry that answers from JSON files: {@code /identifier/{id}}, {@code /identifier/{id}/process/{process}}
 * and {@code /info/{id}}, in the shapes of Digdir's registry before it dropped Fiks IO in July 2026. Listens on
 * loopback only. An embedded WireMock does the serving, so its admin API is at {@code /__admin}.
 */
public final class RegistryStub implements AutoCloseable {
  private static final int REQUESTS_REMEMBERED = 1000;

  private final MappingFiles files;
  private final WireMockServer server;

  private RegistryStub(MappingFiles files, int port) {
    this.files = files;
    this.server = new WireMockServer(wireMockConfig()
        .bindAddress("127.0.0.1")
        .port(port)
        .usingFilesUnderDirectory(files.directory().toString())
        .globalTemplating(true)
        .maxRequestJournalEntries(REQUESTS_REMEMBERED));
  }

  /**
   * Starts the stub with the organisations it brings.
   *
   * @param port to listen on; 0 takes a free one
   */
  public static RegistryStub start(int port) throws IOException {
    return start(port, null);
  }

  /**
   * Starts the stub with the organisations it brings and those of a directory.
   *
   * @param port to listen on; 0 takes a free one
   * @param ownFiles a directory with {@code mappings/*.json} and, where these name body files, {@code __files/}; a file
   *     of the same name replaces the one the stub brings. Read once, at start
   * @throws IOException when the files cannot be read
   */
  public static RegistryStub start(int port, @Nullable Path ownFiles) throws IOException {
    MappingFiles files = MappingFiles.collect(ownFiles);
    RegistryStub stub = new RegistryStub(files, port);
    try {
      stub.server.start();
      return stub;
    } catch (RuntimeException e) {
      files.close();
      throw e;
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** Where clients reach it, without a trailing slash. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port());
  }

  @Override
  public void close() throws IOException {
    server.stop();
    files.close();
  }
}
