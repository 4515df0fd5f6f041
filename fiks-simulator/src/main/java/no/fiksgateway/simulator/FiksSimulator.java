package no.fiksgateway.simulator;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import no.fiksgateway.asice.Virksomhetssertifikat;
import no.fiksgateway.simulator.amqp.AmqpEndpoint;
import no.fiksgateway.simulator.fault.Faults;
import no.fiksgateway.simulator.http.HttpEndpoint;
import no.fiksgateway.simulator.platform.BodyStore;
import no.fiksgateway.simulator.platform.Kontoer.NewKonto;
import no.fiksgateway.simulator.platform.Platform;
import no.fiksgateway.simulator.platform.TestAuthority;
import no.fiksgateway.simulator.queue.MovableClock;

/**
 * A running stand-in for the KS Fiks platform. Everything it does is reached over HTTP and AMQP; a test that embeds it
 * needs this class for the ports, the trust anchor and the end.
 *
 * <p>Two accounts are there from the start, with ids that never change ({@link
 * no.fiksgateway.simulator.platform.Konto#fixedId}): {@link #ROBOT_ARCHIVE} and {@link #SILENT_RECEIVER}.
 */
public final class FiksSimulator implements AutoCloseable {
  /** Organisation number of the archive that answers every create request of Fiks Arkiv v1. */
  public static final String ROBOT_ARCHIVE = "910077473";

  /** Organisation number of the receiver that takes messages and says nothing. */
  public static final String SILENT_RECEIVER = "910075918";

  private static final List<String> PROTOCOLS =
      List.of("no.digdir.einnsyn.v1", "no.ks.fiks.arkiv.v1", "no.test.fiksio.v1");
  private static final Map<String, List<String>> ARCHIVE_REPLIES =
      Map.of("no.ks.fiks.arkiv.v1.*.opprett", List.of(".mottatt", ".kvittering"));

  private final Deque<Closeable> started = new ArrayDeque<>();
  private final MovableClock clock;
  private final TestAuthority authority;
  private final Platform platform;
  private final HttpEndpoint http;
  private final AmqpEndpoint amqp;
  private final String httpHost;

  private FiksSimulator(SimulatorSettings settings) throws IOException {
    clock = new MovableClock(settings.clock());
    authority = new TestAuthority(clock::outsideTime);
    httpHost = settings.httpHost();
    Faults faults = new Faults();
    try {
      BodyStore bodies = started(new BodyStore());
      platform = started(new Platform(clock, faults, bodies, authority, settings.messagesKept()));
      platform.openFixed(testKonto("Robotarkivet", ROBOT_ARCHIVE, false, ARCHIVE_REPLIES));
      platform.openFixed(testKonto("Den tause mottaker", SILENT_RECEIVER, true, Map.of()));
      amqp = started(new AmqpEndpoint(
          new InetSocketAddress(settings.amqpHost(), settings.amqpPort()),
          authority.serverTls(),
          new PlatformBroker(platform),
          faults));
      http = started(new HttpEndpoint(
          new InetSocketAddress(httpHost, settings.httpPort()),
          platform,
          authority,
          faults,
          clock));
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts the simulator; when this returns, both ports answer.
   *
   * @throws IOException if a port is taken or no temporary directory can be made
   */
  public static FiksSimulator start(SimulatorSettings settings) throws IOException {
    return new FiksSimulator(settings);
  }

  /** On free ports of the loopback address. */
  public static FiksSimulator start() throws IOException {
    return start(SimulatorSettings.onFreePorts());
  }

  public int httpPort() {
    return http.port();
  }

  public int amqpPort() {
    return amqp.port();
  }

  /** Where the platform's HTTP interfaces begin; the admin API is below it at {@code /simulator}. */
  public URI httpAddress() {
    return URI.create("http://" + httpHost + ":" + httpPort());
  }

  /** What a client must trust to take the AMQP port's certificate. */
  public X509Certificate trustAnchor() {
    return authority.root();
  }

  /** The test virksomhetssertifikat that {@code POST /simulator/certificates} would give. */
  public Virksomhetssertifikat virksomhetssertifikat(String organisasjonsnummer) {
    return authority.virksomhetssertifikat(organisasjonsnummer);
  }

  /** Moves the platform's time, as {@code POST /simulator/clock} does. */
  public void forward(Duration step) {
    clock.forward(step);
    platform.advance();
  }

  /** Stops listening, drops every connection and deletes what was stored. */
  @Override
  public void close() throws IOException {
    IOException failure = null;
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private <T extends Closeable> T started(T part) {
    started.push(part);
    return part;
  }

  private static NewKonto testKonto(
      String navn, String organisasjonsnummer, boolean consume, Map<String, List<String>> replies) {
    return new NewKonto(
        navn, organisasjonsnummer, PROTOCOLS, null, null, null, consume, replies, null);
  }
}
