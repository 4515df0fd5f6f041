package no.fiksgateway.simulator.platform;

import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/** The organisation a certificate names, in the ways SEID 1.0 and 2.0 write it. */
final class SubjectOrganisation {
  private static final Pattern NUMBER = Pattern.compile("(?:NTRNO-)?([0-9]{9})");

  private SubjectOrganisation() {}

  static Optional<String> of(X509Certificate certificate) {
    X500Name subject =
        X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    return find(subject, BCStyle.ORGANIZATION_IDENTIFIER)
        .or(() -> find(subject, BCStyle.SERIALNUMBER));
  }

  private static Optional<String> find(X500Name subject, ASN1ObjectIdentifier attribute) {
    for (RDN rdn : subject.getRDNs(attribute)) {
      Matcher number = NUMBER.matcher(IETFUtils.valueToString(rdn.getFirst().getValue()));
      if (number.matches()) {
        return Optional.of(number.group(1));
      }
    }
    return Optional.empty();
  }
}
