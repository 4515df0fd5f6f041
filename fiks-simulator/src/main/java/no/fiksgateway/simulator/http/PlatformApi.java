package no.fiksgateway.simulator.http;

import java.io.IOException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import no.fiksgateway.simulator.fault.Fault;
import no.fiksgateway.simulator.fault.Faults;
import no.fiksgateway.simulator.fault.What;
import no.fiksgateway.simulator.fault.Where;
import no.fiksgateway.simulator.http.Uploads.Upload;
import no.fiksgateway.simulator.platform.Dokumentlager;
import no.fiksgateway.simulator.platform.Konto;
import no.fiksgateway.simulator.platform.Maskinporten;
import no.fiksgateway.simulator.platform.Maskinporten.TokenRefused;
import no.fiksgateway.simulator.platform.Pem;
import no.fiksgateway.simulator.platform.Platform;
import no.fiksgateway.simulator.platform.Refusal;
import no.fiksgateway.simulator.queue.KontoQueue;
import no.fiksgateway.simulator.queue.Melding;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** What KS and Digdir offer over HTTP: send, catalogue, account key, Dokumentlager, and Maskinporten's tokens. */
final class PlatformApi {
  private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final String KONTO = "/fiks-io/katalog/api/v1/kontoer/*";

  /** How long a send's answer is held back for a reply that is to come first. */
  private static final Duration LONGEST_HOLD = Duration.ofSeconds(10);

  private final Platform platform;
  private final Faults faults;
  private final Uploads uploads;

  PlatformApi(Platform platform, Faults faults) {
    this.platform = platform;
    this.faults = faults;
    this.uploads = new Uploads(platform.bodies());
  }

  void addTo(Router router) {
    router.add("POST", "/fiks-io/api/v1/send", Disturbance.of(Where.SEND, faults, this::send));
    router.add("GET", KONTO, Disturbance.of(Where.CATALOG, faults, this::konto));
    router.add(
        "GET", KONTO + "/offentligNokkel", Disturbance.of(Where.CATALOG, faults, this::nokkel));
    router.add("GET", KONTO + "/status", Disturbance.of(Where.CATALOG, faults, this::status));
    router.add("PUT", "/fiks-io/konto/api/v1/kontoer/*/offentligNokkel", this::changeKey);
    router.add(
        "GET",
        "/dokumentlager/nedlasting/*",
        Disturbance.of(Where.DOKUMENTLAGER, faults, this::dokument));
    router.add("POST", "/maskinporten/token", Disturbance.of(Where.TOKEN, faults, this::token));
  }

  private Reply send(Exchange exchange) throws IOException {
    Konto caller;
    try {
      caller = authenticate(exchange);
    } catch (Refusal e) {
      exchange.readToEnd();
      throw e;
    }
    Upload upload = uploads.message(exchange);
    if (faults.strikes(Where.SEND, What.TRUNCATE)) {
      upload = upload.half();
    }
    Melding melding;
    try {
      melding = platform.send(caller, upload.request(), upload.body());
    } catch (Refusal e) {
      upload.body().delete();
      throw e;
    }
    if (faults.strikes(Where.SEND, What.DUPLICATE)) {
      platform.send(caller, upload.request(), upload.body());
    }
    holdForTheReply(melding);
    return accepted(melding);
  }

  private void holdForTheReply(Melding melding) throws IOException {
    if (melding.svarTil() != null) {
      return;
    }
    Optional<Fault> hold = faults.strike(Where.RECEIPT, EnumSet.of(What.BEFORE_RESPONSE));
    if (hold.isPresent()) {
      CompletableFuture<Void> reply = platform.meldinger().answerTo(melding.meldingId());
      reply.completeOnTimeout(null, LONGEST_HOLD.toSeconds(), TimeUnit.SECONDS).join();
      Disturbance.pause(hold.get().delay());
    }
  }

  static Reply accepted(Melding melding) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("meldingId", melding.meldingId());
    answer.put("meldingType", melding.type());
    answer.put("avsenderKontoId", melding.avsenderKontoId());
    answer.put("mottakerKontoId", melding.mottakerKontoId());
    answer.put("ttl", melding.ttl().toMillis());
    answer.put("dokumentlagerId", melding.dokumentlagerId());
    answer.put("svarPaMelding", melding.svarTil());
    answer.put("headere", melding.headere());
    return Reply.json(202, answer);
  }

  private Reply konto(Exchange exchange) {
    authenticate(exchange);
    Konto konto = platform.kontoer().get(exchange.id(0));
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("kontoId", konto.kontoId());
    answer.put("kontoNavn", konto.navn());
    answer.put("fiksOrgId", konto.fiksOrgId());
    answer.put("fiksOrgNavn", "Testvirksomhet " + konto.organisasjonsnummer());
    answer.put("organisasjonsnummer", konto.organisasjonsnummer());
    answer.put("kommunenummer", null);
    answer.put("status", statusOf(konto));
    return Reply.json(200, answer);
  }

  private Reply status(Exchange exchange) {
    authenticate(exchange);
    return Reply.json(200, statusOf(platform.kontoer().get(exchange.id(0))));
  }

  private Map<String, @Nullable Object> statusOf(Konto konto) {
    Optional<KontoQueue> queue = platform.queue(konto.kontoId());
    Map<String, @Nullable Object> status = new LinkedHashMap<>();
    status.put("gyldigAvsender", true);
    status.put("gyldigMottaker", true);
    status.put("melding", null);
    status.put("antallKonsumenter", queue.map(KontoQueue::consumers).orElse(0));
    status.put("antallUavhentedeMeldinger", queue.map(KontoQueue::waiting).orElse(0));
    return status;
  }

  /** Asked without credentials by every client of KS's (fiks-io-klient-java, pull request 502). */
  private Reply nokkel(Exchange exchange) {
    Konto konto = platform.kontoer().get(exchange.id(0));
    X509Certificate certificate = faults.strikes(Where.CATALOG, What.WRONG_KEY)
        ? platform.someoneElsesCertificate()
        : konto.sertifikat();
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("nokkel", Pem.of(certificate));
    answer.put("validFrom", certificate.getNotBefore().toInstant().toString());
    answer.put("validTo", certificate.getNotAfter().toInstant().toString());
    answer.put("serial", certificate.getSerialNumber().toString());
    answer.put("subjectDN", certificate.getSubjectX500Principal().getName());
    answer.put("issuerDN", certificate.getIssuerX500Principal().getName());
    answer.put("valid", isValid(certificate));
    answer.put("statusMessage", null);
    return Reply.json(200, answer);
  }

  private boolean isValid(X509Certificate certificate) {
    try {
      certificate.checkValidity(Date.from(platform.now()));
      return true;
    } catch (CertificateExpiredException | CertificateNotYetValidException e) {
      return false;
    }
  }

  private record NewKey(@Nullable String pem) {}

  private Reply changeKey(Exchange exchange) throws IOException {
    Konto caller = authenticate(exchange);
    if (!caller.kontoId().equals(exchange.id(0))) {
      throw new Refusal(403, "Integrasjonen eier ikke kontoen " + exchange.id(0));
    }
    String pem = exchange.json(NewKey.class).pem();
    if (pem == null) {
      throw new Refusal(400, "pem mangler");
    }
    platform.kontoer().changeKey(caller.kontoId(), pem);
    return Reply.empty(201);
  }

  private Reply dokument(Exchange exchange) {
    Konto caller = authenticate(exchange);
    Dokumentlager.Found dokument = platform.dokumentlager().fetch(exchange.id(0), caller);
    return Reply.of(200, "application/octet-stream", dokument.body());
  }

  private Reply token(Exchange exchange) {
    Fields form = exchange.form();
    String assertion = form.getValue("assertion");
    if (!JWT_BEARER.equals(form.getValue("grant_type"))) {
      return tokenError("unsupported_grant_type", "grant_type must be " + JWT_BEARER);
    }
    if (assertion == null) {
      return tokenError("invalid_request", "assertion is missing");
    }
    try {
      Maskinporten.Token token = platform.maskinporten().exchange(assertion, exchange.address());
      return Reply.json(
          200,
          Map.of(
              "access_token",
              token.value(),
              "token_type",
              "Bearer",
              "expires_in",
              Maskinporten.TOKEN_LIFETIME.toSeconds(),
              "scope",
              token.scope()));
    } catch (TokenRefused e) {
      return tokenError(e.error(), String.valueOf(e.getMessage()));
    }
  }

  private static Reply tokenError(String error, String description) {
    return Reply.json(400, Map.of("error", error, "error_description", description));
  }

  private Konto authenticate(Exchange exchange) {
    return platform.authenticate(
        bearerToken(exchange.header("Authorization")),
        exchange.header("IntegrasjonId"),
        exchange.header("IntegrasjonPassord"));
  }

  private static @Nullable String bearerToken(@Nullable String authorization) {
    return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)
        ? authorization.substring(7).trim()
        : null;
  }
}
