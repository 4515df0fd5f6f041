package no.fiksgateway.integrasjonspunkt.konto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import no.fiksgateway.integrasjonspunkt.TestIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

class KeyStoreFileTest {
  private static final String PASSWORD = "hemmelig";

  @TempDir
  Path folder;

  private Path keyStore(String type) throws Exception {
    KeyStore store = KeyStore.getInstance(type);
    store.load(null, null);
    store.setKeyEntry(
        "virksomhet",
        TestIdentity.CERTIFICATE.privateKey(),
        PASSWORD.toCharArray(),
        TestIdentity.CERTIFICATE.chain().toArray(X509Certificate[]::new));
    Path file = folder.resolve("keys");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  @ParameterizedTest
  @CsvSource({"PKCS12,PKCS12", "JKS,JKS", "JKS,jks", "JKS,PKCS12", "PKCS12,JKS"})
  void isReadWhicheverOfTheTwoItIsSaidToBe(String is, String said) throws Exception {
    KeyStoreFile file = new KeyStoreFile(keyStore(is), said, new Secret(PASSWORD), "");

    assertThat(file.read("here").certificate()).isEqualTo(TestIdentity.CERTIFICATE.certificate());
  }

  @Test
  void ofAnotherKindIsRefusedWithTheCommandThatConvertsIt() throws Exception {
    KeyStoreFile file = new KeyStoreFile(keyStore("JKS"), "BKS", new Secret(PASSWORD), null);

    assertThatThrownBy(() -> file.read("here"))
        .isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, refusal -> {
          assertThat(refusal.getName()).isEqualTo("here.type");
          assertThat(refusal.getReason()).contains("keytool -importkeystore");
        });
  }

  @Test
  void withTheWrongPasswordIsNamedAndThePasswordIsNot() throws Exception {
    KeyStoreFile file = new KeyStoreFile(keyStore("PKCS12"), "PKCS12", new Secret("gal"), null);

    assertThatThrownBy(() -> file.read("here"))
        .isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, refusal -> {
          assertThat(refusal.getName()).isEqualTo("here.path");
          assertThat(refusal.getReason()).contains("password").doesNotContain("gal");
        });
  }
}
