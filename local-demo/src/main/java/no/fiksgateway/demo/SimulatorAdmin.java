package no.fiksgateway.demo;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** The simulator's admin API, as far as the demo needs it. */
final class SimulatorAdmin {
  private final Http http;
  private final URI base;

  SimulatorAdmin(Http http, URI simulator) {
    this.http = http;
    this.base = URI.create(simulator + "/simulator");
  }

  /** A PKCS12 with a test virksomhetssertifikat and its key. */
  @SuppressWarnings("ArrayRecordComponent")
  record Certificate(byte[] pkcs12, String password) {}

  /** An account with what its owner needs to use it. */
  record Account(
      UUID kontoId, UUID integrasjonId, String integrasjonPassord, String maskinportenClientId) {}

  /** The id of the account that the simulator has from the start for one of its test organisations. */
  static UUID readyMadeAccount(String organisationNumber) {
    return UUID.nameUUIDFromBytes(
        ("fiks-simulator:" + organisationNumber).getBytes(StandardCharsets.UTF_8));
  }

  URI accounts() {
    return at("/accounts");
  }

  byte[] trustAnchor() throws DemoFailed {
    return http.get(at("/ca.pem")).bytes();
  }

  Certificate newCertificate(String organisationNumber) throws DemoFailed {
    JsonNode answer = http.post(
            at("/certificates"), Map.of("organisationNumber", organisationNumber))
        .json();
    return new Certificate(
        Base64.getDecoder().decode(answer.required("pkcs12").asString()),
        answer.required("password").asString());
  }

  /** An account of its owner's own: nobody but the holder of the certificate's key reads what arrives. */
  Account newAccount(
      String name, String organisationNumber, List<String> protocols, String certificatePem)
      throws DemoFailed {
    JsonNode answer = http.post(
            accounts(),
            Map.of(
                "name", name,
                "organisationNumber", organisationNumber,
                "protocols", protocols,
                "publicKey", certificatePem))
        .json();
    return new Account(
        UUID.fromString(answer.required("kontoId").asString()),
        UUID.fromString(answer.required("integrasjonId").asString()),
        answer.required("integrasjonPassord").asString(),
        answer.required("maskinportenClientId").asString());
  }

  /** Lets an account of the simulator's send the files; answers the platform's id of the message. */
  UUID send(UUID from, UUID to, String meldingstype, UUID klientMeldingId, List<DemoFile> files)
      throws DemoFailed {
    Multipart message = new Multipart()
        .json(
            "metadata",
            http.toJson(Map.of(
                "mottakerKontoId", to,
                "meldingType", meldingstype,
                "headere", Map.of("klientMeldingId", klientMeldingId))));
    files.forEach(file -> message.file("files", file));
    JsonNode answer = http.post(
            at("/accounts/" + from + "/send"), message.contentType(), message.body())
        .json();
    return UUID.fromString(answer.required("meldingId").asString());
  }

  private URI at(String path) {
    return URI.create(base + path);
  }
}
