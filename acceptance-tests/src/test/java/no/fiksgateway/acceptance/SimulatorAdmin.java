package no.fiksgateway.acceptance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** The simulator's admin API. */
final class SimulatorAdmin {
  private final Calls calls;

  SimulatorAdmin(URI simulator) {
    this.calls = new Calls(URI.create(simulator + "/simulator"));
  }

  /** An account with everything its owner needs, the key pair included. */
  record Account(
      UUID kontoId,
      UUID integrasjonId,
      String integrasjonPassord,
      String maskinportenClientId,
      Certificate certificate) {}

  /** A test virksomhetssertifikat. */
  record Certificate(byte[] pkcs12, String password, String alias, String pem) {
    KeyStore keyStore() throws IOException, GeneralSecurityException {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(pkcs12), password.toCharArray());
      return store;
    }

    PrivateKey privateKey() throws IOException, GeneralSecurityException {
      return (PrivateKey) keyStore().getKey(alias, password.toCharArray());
    }

    X509Certificate x509() throws GeneralSecurityException {
      return SimulatorAdmin.x509(pem);
    }
  }

  URI accounts() {
    return calls.at("/accounts");
  }

  String trustAnchor() {
    return new String(calls.call(calls.request("/ca.pem")).body(), StandardCharsets.US_ASCII);
  }

  /** PEM, as a file in a folder. */
  Path trustAnchorIn(Path folder) throws IOException {
    return Files.writeString(folder.resolve("simulator-ca.pem"), trustAnchor());
  }

  Certificate issueCertificate(String organisationNumber) {
    JsonNode issued =
        Calls.json(calls.post("/certificates", Map.of("organisationNumber", organisationNumber)));
    return new Certificate(
        Base64.getDecoder().decode(issued.required("pkcs12").stringValue()),
        issued.required("password").stringValue(),
        issued.required("alias").stringValue(),
        issued.required("certificate").stringValue());
  }

  /** Whose owner alone can read what is sent to it; the simulator gets the certificate only. */
  Account openAccount(String name, String organisationNumber, String protocol) {
    Certificate certificate = issueCertificate(organisationNumber);
    JsonNode opened = Calls.json(calls.post(
        "/accounts",
        Map.of(
            "name",
            name,
            "organisationNumber",
            organisationNumber,
            "protocols",
            List.of(protocol),
            "publicKey",
            certificate.pem())));
    return new Account(
        UUID.fromString(opened.required("kontoId").stringValue()),
        UUID.fromString(opened.required("integrasjonId").stringValue()),
        opened.required("integrasjonPassord").stringValue(),
        opened.required("maskinportenClientId").stringValue(),
        certificate);
  }

  /** Where the platform has a message: QUEUED, UNACKED, ACKED, NACKED, EXPIRED or DEAD. */
  String stateOf(UUID meldingId) {
    return calls
        .get("/messages?meldingId=" + meldingId)
        .required(0)
        .required("state")
        .stringValue();
  }

  /** The documents of a message as its receiver reads them; only where the simulator holds the receiver's key. */
  List<TestFile> filesOf(UUID meldingId) throws IOException {
    byte[] opened =
        calls.call(calls.request("/messages/" + meldingId + "/content")).body();
    return TestFile.unzipped(new ByteArrayInputStream(opened));
  }

  /** The id of the body in Dokumentlager; empty where the message carries its body itself. */
  String dokumentlagerId(UUID meldingId) {
    return calls
        .get("/messages?meldingId=" + meldingId)
        .required(0)
        .path("dokumentlagerId")
        .asString("");
  }

  static X509Certificate x509(String pem) throws GeneralSecurityException {
    return (X509Certificate) CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }
}
