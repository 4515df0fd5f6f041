package no.fiksgateway.simulator.http;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import no.fiksgateway.asice.PackageFile;
import no.fiksgateway.asice.Virksomhetssertifikat;
import no.fiksgateway.simulator.fault.Fault;
import no.fiksgateway.simulator.fault.FaultCatalogue;
import no.fiksgateway.simulator.fault.Faults;
import no.fiksgateway.simulator.platform.Konto;
import no.fiksgateway.simulator.platform.Kontoer.NewKonto;
import no.fiksgateway.simulator.platform.Pem;
import no.fiksgateway.simulator.platform.Platform;
import no.fiksgateway.simulator.platform.Refusal;
import no.fiksgateway.simulator.platform.SendRequest;
import no.fiksgateway.simulator.platform.TestAuthority;
import no.fiksgateway.simulator.queue.Body;
import no.fiksgateway.simulator.queue.KontoQueue;
import no.fiksgateway.simulator.queue.Melding;
import no.fiksgateway.simulator.queue.MovableClock;
import no.fiksgateway.simulator.queue.QueueEntry;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.jspecify.annotations.Nullable;

/** What a test or a person may ask of the simulator that the platform would never answer. */
final class AdminApi {
  private static final String BASE = "/simulator";
  private static final String PASSWORD = "simulator";
  private static final String ALIAS = "virksomhet";

  private final Platform platform;
  private final TestAuthority authority;
  private final Faults faults;
  private final MovableClock clock;
  private final Uploads uploads;

  AdminApi(Platform platform, TestAuthority authority, Faults faults, MovableClock clock) {
    this.platform = platform;
    this.authority = authority;
    this.faults = faults;
    this.clock = clock;
    this.uploads = new Uploads(platform.bodies());
  }

  void addTo(Router router) {
    router.add("POST", BASE + "/accounts", this::open);
    router.add("GET", BASE + "/accounts", this::accounts);
    router.add("GET", BASE + "/accounts/*", this::account);
    router.add("PUT", BASE + "/accounts/*/publicKey", this::changeKey);
    router.add("POST", BASE + "/accounts/*/send", this::send);
    router.add("GET", BASE + "/messages", this::messages);
    router.add("GET", BASE + "/messages/*/content", this::content);
    router.add("POST", BASE + "/faults", this::addFault);
    router.add("GET", BASE + "/faults", exchange -> faultsWaiting());
    router.add("DELETE", BASE + "/faults", exchange -> clearFaults());
    router.add("POST", BASE + "/clock", this::forward);
    router.add("GET", BASE + "/clock", exchange -> time());
    router.add("GET", BASE + "/ca.pem", exchange -> caPem());
    router.add("POST", BASE + "/certificates", this::certificate);
  }

  private record NewAccount(
      @Nullable String name,
      @Nullable String organisationNumber,
      @Nullable List<String> protocols,
      @Nullable List<String> sends,
      @Nullable String publicKey,
      @Nullable String privateKey,
      @Nullable Boolean consume,
      @Nullable Map<String, List<String>> replies,
      @Nullable Set<UUID> acceptedSenders) {}

  private Reply open(Exchange exchange) throws IOException {
    NewAccount wanted = exchange.json(NewAccount.class);
    String organisationNumber = organisationNumber(wanted.organisationNumber());
    Konto konto = platform.open(new NewKonto(
        wanted.name() == null ? "Konto for " + organisationNumber : wanted.name(),
        organisationNumber,
        wanted.protocols() == null ? List.of() : wanted.protocols(),
        wanted.sends(),
        wanted.publicKey(),
        wanted.privateKey(),
        Boolean.TRUE.equals(wanted.consume()),
        wanted.replies() == null ? Map.of() : wanted.replies(),
        wanted.acceptedSenders()));
    return Reply.json(201, describe(konto));
  }

  private Reply accounts(Exchange exchange) {
    return Reply.json(200, platform.kontoer().all().stream().map(this::describe).toList());
  }

  private Reply account(Exchange exchange) {
    return Reply.json(200, describe(platform.kontoer().get(exchange.id(0))));
  }

  private Map<String, @Nullable Object> describe(Konto konto) {
    Optional<KontoQueue> queue = platform.queue(konto.kontoId());
    Map<String, @Nullable Object> account = new LinkedHashMap<>();
    account.put("kontoId", konto.kontoId());
    account.put("fiksOrgId", konto.fiksOrgId());
    account.put("integrasjonId", konto.integrasjonId());
    account.put("integrasjonPassord", konto.integrasjonPassord());
    account.put("maskinportenClientId", konto.maskinportenClientId());
    account.put("name", konto.navn());
    account.put("organisationNumber", konto.organisasjonsnummer());
    account.put("protocols", konto.protokoller());
    account.put("sends", konto.kanSende());
    account.put("consume", konto.consume());
    account.put("replies", konto.replies());
    account.put("acceptedSenders", konto.aksepterteAvsendere());
    account.put("publicKey", Pem.of(konto.sertifikat()));
    account.put("received", queue.map(KontoQueue::received).orElse(0L));
    account.put("queued", queue.map(KontoQueue::waiting).orElse(0));
    account.put("unacked", queue.map(KontoQueue::unacked).orElse(0));
    account.put("consumers", queue.map(KontoQueue::consumers).orElse(0));
    return account;
  }

  private Reply changeKey(Exchange exchange) throws IOException {
    return Reply.json(200, describe(platform.kontoer().changeKey(exchange.id(0), exchange.text())));
  }

  private Reply send(Exchange exchange) throws IOException {
    Konto konto = platform.kontoer().get(exchange.id(0));
    List<Body> held = new ArrayList<>();
    try (MultiPartFormData.Parts parts = exchange.multipart(platform.bodies())) {
      SendRequest request = uploads.metadata(parts).asRequest(konto.kontoId());
      List<PackageFile> files = new ArrayList<>();
      for (MultiPart.Part part : parts.getAll("files")) {
        String name = part.getFileName();
        if (name == null) {
          throw new Refusal(400, "every part called files needs a filename");
        }
        Body body = uploads.body(part);
        held.add(body);
        files.add(
            new PackageFile(name, part.getHeaders().get(HttpHeader.CONTENT_TYPE), body::open));
      }
      return PlatformApi.accepted(platform.sendAs(konto, request, files, Platform.Occasion.SEND));
    } finally {
      held.forEach(Body::delete);
    }
  }

  /** {@code kontoId} is the receiver. */
  private Reply messages(Exchange exchange) {
    Optional<UUID> kontoId = exchange.query("kontoId").map(Exchange::uuid);
    Optional<UUID> meldingId = exchange.query("meldingId").map(Exchange::uuid);
    List<QueueEntry> found = platform
        .meldinger()
        .find(entry ->
            kontoId.map(id -> id.equals(entry.melding().mottakerKontoId())).orElse(true)
                && meldingId.map(id -> id.equals(entry.melding().meldingId())).orElse(true));
    return Reply.json(200, found.stream().map(AdminApi::describe).toList());
  }

  private static Map<String, @Nullable Object> describe(QueueEntry entry) {
    Melding melding = entry.melding();
    Map<String, @Nullable Object> message = new LinkedHashMap<>();
    message.put("meldingId", melding.meldingId());
    message.put("meldingType", melding.type());
    message.put("avsenderKontoId", melding.avsenderKontoId());
    message.put("mottakerKontoId", melding.mottakerKontoId());
    message.put("svarPaMelding", melding.svarTil());
    message.put("ttl", melding.ttl().toMillis());
    message.put("headere", melding.headere());
    message.put("dokumentlagerId", melding.dokumentlagerId());
    message.put("size", melding.body().size());
    message.put("accepted", melding.accepted().toString());
    message.put("expires", melding.expires().toString());
    message.put("state", entry.state());
    message.put("deliveries", entry.deliveries());
    return message;
  }

  private Reply content(Exchange exchange) {
    return Reply.passing(200, "application/vnd.etsi.asic-e+zip", platform.open(exchange.id(0)));
  }

  private record NewFault(
      @Nullable String where,
      @Nullable String what,
      @Nullable Integer count,
      @Nullable Integer delayMs) {}

  private Reply addFault(Exchange exchange) throws IOException {
    NewFault wanted = exchange.json(NewFault.class);
    Fault fault;
    try {
      fault = FaultCatalogue.read(wanted.where(), wanted.what(), wanted.count(), wanted.delayMs());
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, String.valueOf(e.getMessage()));
    }
    faults.add(fault);
    return Reply.json(201, describe(fault));
  }

  private Reply faultsWaiting() {
    return Reply.json(200, faults.waiting().stream().map(AdminApi::describe).toList());
  }

  private Reply clearFaults() {
    faults.clear();
    return Reply.empty(204);
  }

  private static Map<String, @Nullable Object> describe(Fault fault) {
    Map<String, @Nullable Object> described = new LinkedHashMap<>();
    described.put("where", fault.where().apiName());
    described.put("what", fault.apiWhat());
    described.put("count", fault.count());
    described.put("delayMs", fault.delay().toMillis());
    return described;
  }

  private record Forward(@Nullable String forward) {}

  private Reply forward(Exchange exchange) throws IOException {
    clock.forward(duration(exchange.json(Forward.class).forward()));
    platform.advance();
    return time();
  }

  private Reply time() {
    return Reply.json(200, Map.of("now", clock.instant().toString()));
  }

  /** ISO 8601: {@code PT10M}, {@code P7D}, {@code P1M2D}; months and years are those that come next. */
  private Duration duration(@Nullable String text) {
    String teach = "forward must be an ISO 8601 duration, like PT10M or P7D, and not negative";
    if (text == null) {
      throw new Refusal(400, teach);
    }
    try {
      Duration step = text.contains("T") || text.matches("P[0-9]+D")
          ? Duration.parse(text)
          : Duration.between(
              clock.instant(),
              clock.instant().atZone(ZoneOffset.UTC).plus(Period.parse(text)).toInstant());
      if (step.isNegative()) {
        throw new Refusal(400, teach);
      }
      return step;
    } catch (DateTimeException e) {
      throw new Refusal(400, teach);
    }
  }

  private Reply caPem() {
    return Reply.text("application/x-pem-file", Pem.of(authority.root()));
  }

  private record NewCertificate(@Nullable String organisationNumber) {}

  private Reply certificate(Exchange exchange) throws IOException {
    String organisationNumber =
        organisationNumber(exchange.json(NewCertificate.class).organisationNumber());
    Virksomhetssertifikat issued = authority.virksomhetssertifikat(organisationNumber);
    byte[] pkcs12 = TestAuthority.pkcs12(issued, ALIAS, PASSWORD.toCharArray());
    return Reply.json(
        201,
        Map.of(
            "organisationNumber", organisationNumber,
            "pkcs12", Base64.getEncoder().encodeToString(pkcs12),
            "password", PASSWORD,
            "alias", ALIAS,
            "certificate", Pem.of(issued.certificate())));
  }

  private static String organisationNumber(@Nullable String given) {
    if (given == null || !given.matches("[0-9]{9}")) {
      throw new Refusal(400, "organisationNumber must be nine digits, not " + given);
    }
    return given;
  }
}
