package no.fiksgateway.integrasjonspunkt.api;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import no.fiksgateway.asice.PackageFile;
import no.fiksgateway.asice.PackageSealer;
import no.fiksgateway.integrasjonspunkt.FakeFiks;
import no.fiksgateway.integrasjonspunkt.TestIdentity;
import no.fiksgateway.integrasjonspunkt.inbound.Delivery;
import no.fiksgateway.integrasjonspunkt.inbound.DeliveryHandler;
import no.fiksgateway.integrasjonspunkt.message.KontoId;

/** Somebody out there who sends us messages over Fiks IO. */
record FiksSender(DeliveryHandler gateway) {
  /** A message with one file; answers its meldingId. */
  UUID sends(String type, byte[] content) {
    return sends(type, sealed(content), Map.of());
  }

  /** The same to another account of ours, whose key is the same. */
  UUID sendsTo(KontoId konto, String type, byte[] content) {
    return sends(konto, type, sealed(content), Map.of());
  }

  /** The same to another account of ours, with its body in Dokumentlager. */
  UUID parksAt(FakeFiks platform, KontoId konto, String type, byte[] content) {
    UUID body = UUID.randomUUID();
    platform.parks(body, sealed(content));
    return sends(konto, type, new byte[0], Map.of("dokumentlager-id", body.toString()));
  }

  UUID sendsGarbageTo(KontoId konto, String type) {
    return sends(konto, type, new byte[] {1, 2, 3}, Map.of());
  }

  UUID sendsWithoutPayload(String type, Map<String, String> headers) {
    return sends(type, new byte[0], headers);
  }

  /** A body that nothing can open. */
  UUID sendsGarbage(String type) {
    return sends(type, new byte[] {1, 2, 3}, Map.of());
  }

  private UUID sends(String type, byte[] body, Map<String, String> more) {
    return sends(TestIdentity.KONTO, type, body, more);
  }

  private UUID sends(KontoId konto, String type, byte[] body, Map<String, String> more) {
    UUID meldingId = UUID.randomUUID();
    Map<String, String> headers = new HashMap<>(more);
    headers.put("melding-id", meldingId.toString());
    headers.put("avsender-id", FakeFiks.RECEIVER.toString());
    headers.put("type", type);
    gateway.handle(new Delivery(konto, headers, "600000", body, false));
    return meldingId;
  }

  private static byte[] sealed(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new PackageSealer(FakeFiks.RECEIVER_CERTIFICATE, Clock.systemUTC())
          .seal(
              List.of(
                  new PackageFile("innhold.txt", null, () -> new ByteArrayInputStream(content))),
              TestIdentity.CERTIFICATE.certificate(),
              out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
