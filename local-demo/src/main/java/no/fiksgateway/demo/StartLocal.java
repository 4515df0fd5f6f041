package no.fiksgateway.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Starts the Fiks simulator, the Service Registry stub and the gateway on this machine, shows a message each way, and
 * stays up. The system property {@code fiksgateway.root} is the folder with the built modules, the working directory
 * where it is not set.
 */
public final class StartLocal {
  private static final String OWN_ORGANISATION = "987464291";
  private static final String ROBOT_ARCHIVE = "910077473";
  private static final List<String> PROTOCOLS =
      List.of("no.digdir.einnsyn.v1", "no.ks.fiks.arkiv.v1", "no.test.fiksio.v1");
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final LocalSettings settings;
  private final Mode mode;
  private final Screen screen;
  private final Children children;
  private final Http http = new Http();
  private final Clock clock;

  private StartLocal(
      LocalSettings settings, Mode mode, Screen screen, Children children, Clock clock) {
    this.settings = settings;
    this.mode = mode;
    this.screen = screen;
    this.children = children;
    this.clock = clock;
  }

  public static void main(String[] arguments) {
    Clock clock = Clock.system(ZoneId.systemDefault());
    Screen screen = new Screen(System.out, clock);
    try {
      Mode mode = Mode.from(List.of(arguments));
      LocalSettings settings = LocalSettings.from(System.getenv());
      settings.requireFreePorts();
      Path root = Path.of(System.getProperty("fiksgateway.root", "")).toAbsolutePath();
      Children children = new Children(root, settings.logs(), screen);
      new StartLocal(settings, mode, screen, children, clock).run();
    } catch (DemoFailed e) {
      screen.heading(e.explanation());
      System.exit(1);
    } catch (IOException e) {
      screen.heading("A file could not be written or read: " + e);
      System.exit(1);
    }
    System.exit(0);
  }

  private void run() throws DemoFailed, IOException {
    createDataDirectory();
    screen.happened("starting; state and logs are in " + settings.data());
    SimulatorAdmin simulator = new SimulatorAdmin(http, settings.simulator().url());
    GatewayApi gateway = new GatewayApi(http, settings.gateway().url());

    startSimulatorAndRegistry(simulator);
    SimulatorAdmin.Account account = startGateway(simulator, gateway);

    if (mode == Mode.ONCE) {
      showBothWays(gateway, simulator, account);
      screen.heading("Both messages came through.");
      return;
    }
    if (mode.sendsMessages()) {
      try {
        showBothWays(gateway, simulator, account);
      } catch (DemoFailed e) {
        screen.heading("The demo did not succeed: " + e.explanation());
      }
    }
    printAddresses();
    children.awaitStop();
  }

  private void startSimulatorAndRegistry(SimulatorAdmin admin) throws DemoFailed {
    Child simulator = children.start(
        "Fiks simulator",
        "fiks-simulator",
        Map.of(
            settings.simulator().variable(), text(settings.simulator()),
            settings.simulatorAmqp().variable(), text(settings.simulatorAmqp())));
    Child registry = children.start(
        "Service Registry stub",
        "serviceregistry-stub",
        Map.of(settings.registry().variable(), text(settings.registry())));
    children.awaitReady(simulator, http, admin.accounts(), PATIENCE);
    children.awaitReady(
        registry, http, settings.registry().url().resolve("/info/" + ROBOT_ARCHIVE), PATIENCE);
  }

  private SimulatorAdmin.Account startGateway(SimulatorAdmin simulator, GatewayApi gateway)
      throws DemoFailed, IOException {
    SimulatorAdmin.Certificate certificate = simulator.newCertificate(OWN_ORGANISATION);
    Path keyStore = settings.data().resolve("virksomhetssertifikat.p12");
    Files.write(keyStore, certificate.pkcs12());
    Path trustAnchor = settings.data().resolve("simulator-ca.pem");
    Files.write(trustAnchor, simulator.trustAnchor());
    SimulatorAdmin.Account account =
        simulator.newAccount("Local organisation", OWN_ORGANISATION, PROTOCOLS, pem(certificate));
    screen.happened("the simulator issued a test virksomhetssertifikat and Fiks account "
        + account.kontoId() + " for " + OWN_ORGANISATION);

    Path file = settings.data().resolve("gateway.properties");
    new GatewaySettings(
            settings, OWN_ORGANISATION, account, keyStore, certificate.password(), trustAnchor)
        .writeTo(file);
    Child child = children.start(
        "gateway",
        "integrasjonspunkt",
        Map.of(),
        "--spring.config.additional-location=" + file.toUri());
    try {
      children.awaitReady(child, http, gateway.readiness(), PATIENCE);
    } catch (DemoFailed e) {
      throw new DemoFailed(
          e.explanation() + System.lineSeparator()
              + "If what an earlier version kept is in its way, delete " + settings.data()
              + " and start again.",
          e);
    }
    return account;
  }

  private void showBothWays(
      GatewayApi gateway, SimulatorAdmin simulator, SimulatorAdmin.Account account)
      throws DemoFailed {
    DemoLetters letters = new DemoLetters(clock);
    new OutgoingJourney(gateway, screen, letters).walk(OWN_ORGANISATION, ROBOT_ARCHIVE);
    new IncomingJourney(gateway, simulator, screen, letters)
        .walk(ROBOT_ARCHIVE, OWN_ORGANISATION, account.kontoId());
  }

  private void printAddresses() {
    screen.heading("Up until Ctrl-C. Addresses to open:");
    String gateway = settings.gateway().url().toString();
    address("what a receiver can take", gateway + "/api/capabilities/" + ROBOT_ARCHIVE);
    address("every status", gateway + "/api/statuses");
    address("what waits to be fetched", gateway + "/api/messages/in");
    address("health", gateway + "/manage/health");
    address("simulator: accounts", settings.simulator().url() + "/simulator/accounts");
    address("simulator: messages", settings.simulator().url() + "/simulator/messages");
    address(
        "registry: who 910077473 is", settings.registry().url() + "/identifier/" + ROBOT_ARCHIVE);
    address("logs", settings.logs().toString());
  }

  private void address(String what, String where) {
    screen.line("  %-28s%s".formatted(what, where));
  }

  /** Only its owner may look inside: keys, the account's password and the messages are kept there. */
  private void createDataDirectory() throws IOException {
    FileAttribute<?>[] ownerOnly =
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    Files.createDirectories(settings.data(), ownerOnly);
    Files.createDirectories(settings.logs());
  }

  private static String pem(SimulatorAdmin.Certificate certificate) throws DemoFailed {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(
          new ByteArrayInputStream(certificate.pkcs12()), certificate.password().toCharArray());
      String alias = Collections.list(store.aliases()).get(0);
      byte[] der = store.getCertificate(alias).getEncoded();
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
          + "\n-----END CERTIFICATE-----\n";
    } catch (IOException | GeneralSecurityException e) {
      throw new DemoFailed(
          "The simulator's test virksomhetssertifikat cannot be read: " + e.getMessage(), e);
    }
  }

  private static String text(LocalSettings.Port port) {
    return Integer.toString(port.number());
  }
}
