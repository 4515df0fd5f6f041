package no.fiksgateway.acceptance;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** The platform in a process of its own: a robot archive that answers everything, and a sender that writes to us. */
final class CrashPlatform implements AutoCloseable {
  static final String OPPRETT = Landscape.PROTOCOL + ".arkivering.arkivmelding.opprett";

  private final RunningJar process;
  private final URI address;
  private final Wire http;
  private final Wire amqp;
  private final Map<UUID, byte[]> opened = new ConcurrentHashMap<>();
  private final Calls calls;
  private final SimulatorAdmin admin;
  private final SimulatorAdmin.Account ours;
  private final UUID robot;
  private final UUID sender;

  /** A message the platform took. */
  record Melding(
      UUID meldingId,
      String type,
      UUID from,
      UUID to,
      Optional<UUID> svarPaMelding,
      String klientMeldingId,
      boolean hasPayload,
      String state) {
    static Melding of(JsonNode json) {
      return new Melding(
          uuid(json, "meldingId").orElseThrow(),
          json.required("meldingType").stringValue(),
          uuid(json, "avsenderKontoId").orElseThrow(),
          uuid(json, "mottakerKontoId").orElseThrow(),
          uuid(json, "svarPaMelding"),
          json.path("headere").path("klientMeldingId").asString(""),
          json.required("size").asLong() > 0,
          json.required("state").stringValue());
    }

    private static Optional<UUID> uuid(JsonNode json, String name) {
      return Optional.of(json.path(name).asString(""))
          .filter(text -> !text.isEmpty())
          .map(UUID::fromString);
    }
  }

  CrashPlatform(Path directory, int port, int amqpPort) throws IOException {
    this.address = URI.create("http://127.0.0.1:" + port);
    this.http = new Wire(port);
    this.amqp = new Wire(amqpPort);
    this.calls = new Calls(URI.create(address + "/simulator"));
    this.admin = new SimulatorAdmin(address);
    this.process = RunningJar.start(
        "fiks-simulator",
        directory,
        Map.of(
            "SIMULATOR_PORT", Integer.toString(port),
            "SIMULATOR_AMQP_PORT", Integer.toString(amqpPort)));
    process.awaitReady(admin.accounts());
    this.ours =
        admin.openAccount("Local organisation", Landscape.OWN_ORGANISATION, Landscape.PROTOCOL);
    this.robot = calls
        .get("/accounts")
        .valueStream()
        .filter(account -> account
            .required("organisationNumber")
            .stringValue()
            .equals(Landscape.OTHER_ORGANISATION))
        .map(account -> UUID.fromString(account.required("kontoId").stringValue()))
        .findFirst()
        .orElseThrow();
    this.sender = UUID.fromString(Calls.json(calls.post(
            "/accounts",
            Map.of(
                "name",
                "Sender",
                "organisationNumber",
                Landscape.OTHER_ORGANISATION,
                "protocols",
                List.of(Landscape.PROTOCOL),
                "consume",
                true)))
        .required("kontoId")
        .stringValue());
  }

  /** @param port where the gateway is to listen */
  Path settingsOfOurGateway(Path directory, int port, Map<String, String> more) throws IOException {
    URI reached = URI.create("http://127.0.0.1:" + http.port());
    return GatewaySettings.write(directory, port, reached, amqp.port(), admin, ours, more);
  }

  SimulatorAdmin.Account ours() {
    return ours;
  }

  UUID robot() {
    return robot;
  }

  /** Somebody writes to us; the meldingId. */
  UUID writesToUs(TestFile file) {
    Map<String, Object> metadata = Map.of(
        "mottakerKontoId",
        ours.kontoId(),
        "meldingType",
        OPPRETT,
        "ttl",
        86_400_000,
        "headere",
        Map.of("klientMeldingId", UUID.randomUUID().toString()));
    JsonNode answer = Calls.json(calls.call(Multipart.post(
        calls.request("/accounts/" + sender + "/send"),
        "metadata",
        metadata,
        "files",
        List.of(file))));
    return UUID.fromString(answer.required("meldingId").stringValue());
  }

  /** Whether nothing waits for us any more and nothing that we took is unacknowledged. */
  boolean hasDeliveredEverything() {
    JsonNode account = calls.get("/accounts/" + ours.kontoId());
    return account.required("queued").asInt() == 0
        && account.required("unacked").asInt() == 0;
  }

  /** Every message that came from us, or is to us. */
  List<Melding> meldinger() {
    return calls
        .get("/messages")
        .valueStream()
        .map(Melding::of)
        .filter(
            melding -> melding.from().equals(ours.kontoId()) || melding.to().equals(ours.kontoId()))
        .toList();
  }

  /** The ASiC-E the receiver of a message reads; opened once, for it stays as it is. */
  byte[] read(UUID meldingId) {
    return opened.computeIfAbsent(
        meldingId,
        id -> calls.call(calls.request("/messages/" + id + "/content")).body());
  }

  void fail(Map<String, Object> fault) {
    calls.post("/faults", fault);
  }

  boolean hasFaultsLeft() {
    return !calls.get("/faults").isEmpty();
  }

  /**
   * Every connection of our gateway to it, whatever passes there at the moment.
   *
   * @return whether there was one to cut for AMQP, where the gateway means to be connected all the time
   */
  boolean cutOff() {
    http.cut();
    return amqp.cut();
  }

  void failNoMore() {
    calls.call(calls.request("/faults").DELETE());
  }

  @Override
  public void close() {
    process.close();
    http.close();
    amqp.close();
  }
}
