package no.fiksgateway.asice;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.jspecify.annotations.Nullable;

/** Reads off certificates what a policy may want to know of a signer. */
final class SignerFacts {

  private static final Pattern ORGANISATION = Pattern.compile("(?:NTRNO-)?(\\d{9})");

  private SignerFacts() {}

  static Signer of(
      X509Certificate certificate,
      List<X509Certificate> others,
      @Nullable Instant signed,
      String algorithm)
      throws CertificateEncodingException {
    return new Signer(
        certificate,
        chain(certificate, others),
        organisasjonsnummer(certificate),
        issued(certificate, certificate),
        signed,
        algorithm);
  }

  private static List<X509Certificate> chain(
      X509Certificate certificate, List<X509Certificate> others) {
    List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
    X509Certificate issuer = issuerOf(certificate, others, chain);
    while (issuer != null) {
      chain.add(issuer);
      issuer = issuerOf(issuer, others, chain);
    }
    return chain;
  }

  private static @Nullable X509Certificate issuerOf(
      X509Certificate certificate, List<X509Certificate> others, List<X509Certificate> chain) {
    for (X509Certificate other : others) {
      if (!chain.contains(other) && issued(other, certificate)) {
        return other;
      }
    }
    return null;
  }

  private static boolean issued(X509Certificate issuer, X509Certificate certificate) {
    if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The attributes Norwegian issuers put the number in, the one of ETSI EN 319 412-1 first. */
  private static @Nullable String organisasjonsnummer(X509Certificate certificate)
      throws CertificateEncodingException {
    for (ASN1ObjectIdentifier attribute :
        List.of(BCStyle.ORGANIZATION_IDENTIFIER, BCStyle.SERIALNUMBER)) {
      for (RDN part : new JcaX509CertificateHolder(certificate).getSubject().getRDNs(attribute)) {
        Matcher number =
            ORGANISATION.matcher(IETFUtils.valueToString(part.getFirst().getValue()));
        if (number.matches()) {
          return number.group(1);
        }
      }
    }
    return null;
  }
}
