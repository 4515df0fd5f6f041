package no.fiksgateway.asice;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Signature;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;

/** That the tests which run a second time for it do run on Amazon's provider: keys are used by whom the JVM lists first. */
class AcceleratedProviderTest {

  @Test
  void theProviderListedFirstSignsAndDecrypts() throws Exception {
    Organisation organisation = Organisation.selfSigned("CN=Avsender AS");
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(organisation.privateKey());
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(Cipher.DECRYPT_MODE, organisation.privateKey());

    assertThat(signature.getProvider().getName()).isEqualTo("AmazonCorrettoCryptoProvider");
    assertThat(cipher.getProvider().getName()).isEqualTo("AmazonCorrettoCryptoProvider");
  }
}
