package no.fiksgateway.simulator;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import no.fiksgateway.asice.Virksomhetssertifikat;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the platform as a test needs it: an account of its own, its tokens, and raw calls. */
final class Integrasjon {
  static final JsonMapper JSON = JsonMapper.builder().build();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  final FiksSimulator simulator;
  final String organisasjonsnummer;
  final JsonNode account;

  private Integrasjon(FiksSimulator simulator, String organisasjonsnummer, JsonNode account) {
    this.simulator = simulator;
    this.organisasjonsnummer = organisasjonsnummer;
    this.account = account;
  }

  /** Opens an account; {@code more} is added to the admin call's JSON. */
  static Integrasjon open(
      FiksSimulator simulator, String organisasjonsnummer, Map<String, Object> more)
      throws Exception {
    Map<String, Object> wanted = new HashMap<>(more);
    wanted.put("name", "Konto under prøve");
    wanted.put("organisationNumber", organisasjonsnummer);
    HttpResponse<String> opened =
        admin(simulator, "POST", "/accounts", JSON.writeValueAsString(wanted));
    if (opened.statusCode() != 201) {
      throw new AssertionError(opened.body());
    }
    return new Integrasjon(simulator, organisasjonsnummer, JSON.readTree(opened.body()));
  }

  static Integrasjon open(FiksSimulator simulator, String organisasjonsnummer) throws Exception {
    return open(simulator, organisasjonsnummer, Map.of());
  }

  static HttpResponse<String> admin(
      FiksSimulator simulator, String method, String path, String body) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(simulator.httpAddress().resolve("/simulator" + path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  static JsonNode adminGet(FiksSimulator simulator, String path) throws Exception {
    return JSON.readTree(admin(simulator, "GET", path, "").body());
  }

  UUID kontoId() {
    return UUID.fromString(account.get("kontoId").asString());
  }

  String assertion() throws Exception {
    Instant now = Instant.now();
    return assertion(
        simulator.virksomhetssertifikat(organisasjonsnummer),
        new JWTClaimsSet.Builder()
            .issuer(account.get("maskinportenClientId").asString())
            .audience(simulator.httpAddress() + "/maskinporten/")
            .claim("scope", "ks:fiks")
            .jwtID(UUID.randomUUID().toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(120)))
            .build());
  }

  static String assertion(Virksomhetssertifikat signer, JWTClaimsSet claims) throws Exception {
    SignedJWT jwt = new SignedJWT(
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .x509CertChain(List.of(Base64.encode(signer.certificate().getEncoded())))
            .build(),
        claims);
    jwt.sign(new RSASSASigner(signer.privateKey()));
    return jwt.serialize();
  }

  HttpResponse<String> requestToken(String assertion) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(simulator.httpAddress().resolve("/maskinporten/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(
                "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion="
                    + assertion))
            .build(),
        BodyHandlers.ofString());
  }

  String token() throws Exception {
    return JSON.readTree(requestToken(assertion()).body()).get("access_token").asString();
  }

  HttpRequest.Builder authorized(String path, String token) {
    return HttpRequest.newBuilder(simulator.httpAddress().resolve(path))
        .header("Authorization", "Bearer " + token)
        .header("IntegrasjonId", account.get("integrasjonId").asString())
        .header("IntegrasjonPassord", account.get("integrasjonPassord").asString());
  }

  HttpResponse<byte[]> get(String path) throws Exception {
    return call(authorized(path, token()).GET().build());
  }

  static HttpResponse<byte[]> call(HttpRequest request) throws Exception {
    return HTTP.send(request, BodyHandlers.ofByteArray());
  }

  static HttpResponse<byte[]> getOpenly(URI address) throws Exception {
    return call(HttpRequest.newBuilder(address).GET().build());
  }

  /** Metadata as the send API takes it; {@code more} is added or replaces. */
  Map<String, Object> metadata(UUID mottaker, String meldingType, Map<String, Object> more) {
    Map<String, Object> metadata = new HashMap<>();
    metadata.put("avsenderKontoId", kontoId());
    metadata.put("mottakerKontoId", mottaker);
    metadata.put("meldingType", meldingType);
    metadata.put("headere", Map.of());
    metadata.putAll(more);
    return metadata;
  }

  HttpResponse<byte[]> send(Map<String, Object> metadata, byte[] data) throws Exception {
    return send(metadata, data, token());
  }

  HttpResponse<byte[]> send(Map<String, Object> metadata, byte[] data, String token)
      throws Exception {
    return call(sendRequest(metadata, data, token).build());
  }

  /** Gives up when no answer has come in this time. */
  HttpResponse<byte[]> sendImpatiently(Map<String, Object> metadata, byte[] data, Duration patience)
      throws Exception {
    return call(sendRequest(metadata, data, token()).timeout(patience).build());
  }

  private HttpRequest.Builder sendRequest(Map<String, Object> metadata, byte[] data, String token)
      throws Exception {
    return authorized("/fiks-io/api/v1/send", token)
        .header("Content-Type", "multipart/form-data; charset=ISO-8859-1; boundary=grense")
        .POST(BodyPublishers.ofByteArray(form(metadata, data)));
  }

  /** Sends and gives the message's id; fails if the platform refuses. */
  UUID sends(UUID mottaker, String meldingType, byte[] data, Map<String, Object> more)
      throws Exception {
    HttpResponse<byte[]> answer = send(metadata(mottaker, meldingType, more), data);
    if (answer.statusCode() != 202) {
      throw new AssertionError(new String(answer.body(), StandardCharsets.UTF_8));
    }
    return UUID.fromString(JSON.readTree(answer.body()).get("meldingId").asString());
  }

  private static byte[] form(Map<String, Object> metadata, byte[] data) throws Exception {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    part(form, "metadata\"", "application/json", JSON.writeValueAsBytes(metadata));
    if (data.length > 0) {
      part(form, "data\"; filename=\"x\"", "application/octet-stream", data);
    }
    form.write("--grense--\r\n".getBytes(StandardCharsets.US_ASCII));
    return form.toByteArray();
  }

  static void part(ByteArrayOutputStream form, String name, String type, byte[] content)
      throws Exception {
    form.write(("--grense\r\nContent-Disposition: form-data; name=\""
            + name
            + "\r\nContent-Type: "
            + type
            + "\r\n\r\n")
        .getBytes(StandardCharsets.UTF_8));
    form.write(content);
    form.write("\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  /** Sends through the admin API: the simulator seals. */
  HttpResponse<byte[]> sendSealedBySimulator(
      Map<String, Object> metadata, Map<String, byte[]> files) throws Exception {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    part(form, "metadata\"", "application/json", JSON.writeValueAsBytes(metadata));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      part(form, "files\"; filename=\"" + file.getKey() + "\"", "text/plain", file.getValue());
    }
    form.write("--grense--\r\n".getBytes(StandardCharsets.US_ASCII));
    return call(HttpRequest.newBuilder(
            simulator.httpAddress().resolve("/simulator/accounts/" + kontoId() + "/send"))
        .header("Content-Type", "multipart/form-data; boundary=grense")
        .POST(BodyPublishers.ofByteArray(form.toByteArray()))
        .build());
  }

  String queueName() {
    return "fiksio.konto." + kontoId();
  }

  Connection connect() throws Exception {
    return factory(simulator, account.get("integrasjonId").asString(), password())
        .newConnection();
  }

  String password() throws Exception {
    return account.get("integrasjonPassord").asString() + " " + token();
  }

  static ConnectionFactory factory(FiksSimulator simulator, String user, String password)
      throws Exception {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry("simulator", simulator.trustAnchor());
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trust);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, managers.getTrustManagers(), new SecureRandom());
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(simulator.amqpPort());
    factory.useSslProtocol(tls);
    factory.enableHostnameVerification();
    factory.setUsername(user);
    factory.setPassword(password);
    factory.setAutomaticRecoveryEnabled(false);
    return factory;
  }
}
