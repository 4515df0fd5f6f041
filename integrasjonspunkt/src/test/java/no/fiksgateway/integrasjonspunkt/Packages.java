package no.fiksgateway.integrasjonspunkt;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import no.fiksgateway.asice.PackageFile;
import no.fiksgateway.asice.PackageSealer;

/** Packages as the other organisation makes them. */
public final class Packages {
  private Packages() {}

  /** One file, sealed for the gateway under test. */
  public static byte[] sealed(String filename, byte[] content) {
    return sealedFor(TestIdentity.CERTIFICATE.certificate(), filename, content);
  }

  public static byte[] sealedFor(X509Certificate recipient, String filename, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new PackageSealer(FakeFiks.RECEIVER_CERTIFICATE, Clock.systemUTC())
          .seal(
              List.of(new PackageFile(filename, null, () -> new ByteArrayInputStream(content))),
              recipient,
              out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
