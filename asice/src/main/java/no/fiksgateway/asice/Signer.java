package no.fiksgateway.asice;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who signed a package, as facts for a policy to judge. The signature itself has been verified with the certificate; that
 * the certificate leads to a trusted issuer, is not revoked, or belongs to the sending organisation has <em>not</em>.
 *
 * @param certificate the certificate whose key made the signature; it was valid at the signing time
 * @param chain that certificate followed by those of its issuers that the package carries
 * @param organisasjonsnummer nine digits from the certificate's subject (organizationIdentifier {@code NTRNO-}, ETSI EN
 *     319 412-1, or serialNumber), or null if the subject names none
 * @param selfSigned whether the certificate was signed by its own key
 * @param claimedSigningTime the time the signer states, or null; nobody has countersigned it
 * @param signatureAlgorithm the signature's algorithm, for example {@code SHA256withRSA}
 */
public record Signer(
    X509Certificate certificate,
    List<X509Certificate> chain,
    @Nullable String organisasjonsnummer,
    boolean selfSigned,
    @Nullable Instant claimedSigningTime,
    String signatureAlgorithm) {

  public Signer {
    chain = List.copyOf(chain);
  }
}
