package no.fiksgateway.integrasjonspunkt;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import no.fiksgateway.asice.Virksomhetssertifikat;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.support.TestPropertySourceUtils;

/**
 * Who the gateway is in a test: an organisation with a certificate made for this run, one Fiks account, a {@link
 * TestDatabase} and a data folder of its own. A property a test sets itself wins.
 */
public final class TestIdentity
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  public static final String ORG_NUMBER = "987464291";
  public static final KontoId KONTO =
      new KontoId(UUID.fromString("5b0f3c52-7f0e-4c1d-9a53-0c2a5d2f6e11"));
  public static final Virksomhetssertifikat CERTIFICATE = selfSigned(ORG_NUMBER);

  private static final String PASSWORD = "test";

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    try {
      Path data = Files.createTempDirectory("gateway-test");
      Path keyStore = data.resolve("virksomhetssertifikat.p12");
      write(keyStore);
      Map<String, Object> properties = new HashMap<>();
      properties.put("integrasjonspunkt.data-dir", data.toString());
      properties.put("integrasjonspunkt.org-number", ORG_NUMBER);
      properties.put("integrasjonspunkt.virksomhetssertifikat.path", keyStore.toString());
      properties.put("integrasjonspunkt.virksomhetssertifikat.password", PASSWORD);
      properties.put("integrasjonspunkt.maskinporten.token-uri", "http://127.0.0.1:9/token");
      properties.put("integrasjonspunkt.maskinporten.audience", "http://127.0.0.1:9/");
      properties.put("integrasjonspunkt.maskinporten.client-id", "test");
      properties.put("integrasjonspunkt.fiks.api-url", "http://127.0.0.1:9");
      properties.put("integrasjonspunkt.fiks.amqp.host", "127.0.0.1");
      properties.put("integrasjonspunkt.fiks.amqp.port", "9");
      properties.put("integrasjonspunkt.kontoer[0].konto-id", KONTO.toString());
      properties.put(
          "integrasjonspunkt.kontoer[0].integrasjon-id", UUID.randomUUID().toString());
      properties.put("integrasjonspunkt.kontoer[0].integrasjon-passord", "hemmelig");
      properties.putAll(TestDatabase.fresh());
      // Before application.yml, or the test would use the data folder and database of a real run.
      context
          .getEnvironment()
          .getPropertySources()
          .addAfter(
              TestPropertySourceUtils.INLINED_PROPERTIES_PROPERTY_SOURCE_NAME,
              new MapPropertySource("testIdentity", properties));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "virksomhet",
          CERTIFICATE.privateKey(),
          PASSWORD.toCharArray(),
          CERTIFICATE.chain().toArray(X509Certificate[]::new));
      store.store(out, PASSWORD.toCharArray());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A certificate for an organisation, signed by itself. */
  public static Virksomhetssertifikat selfSigned(String orgNumber) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair pair = generator.generateKeyPair();
      X500Name name =
          new X500Name("CN=Test " + orgNumber + ", SERIALNUMBER=" + orgNumber + ", C=NO");
      Instant now = Instant.now();
      X509Certificate certificate = new JcaX509CertificateConverter()
          .getCertificate(new JcaX509v3CertificateBuilder(
                  name,
                  BigInteger.valueOf(now.toEpochMilli()),
                  Date.from(now.minus(1, ChronoUnit.DAYS)),
                  Date.from(now.plus(30, ChronoUnit.DAYS)),
                  name,
                  pair.getPublic())
              .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate())));
      return Virksomhetssertifikat.of(pair.getPrivate(), List.of(certificate));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }
}
