package no.fiksgateway.integrasjonspunkt.inbound;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.message.FiksHeaders;
import no.fiksgateway.integrasjonspunkt.message.KontoId;

/**
 * A message of the gateway to one of its own accounts, sent only to see it arrive. It is known by its correlation id,
 * which also the platform's receipts carry (KS: Fiks IO documentation, klientKorrelasjonsId), and is never offered to
 * the local system, never a status and never an answer.
 */
public record Canary(UUID token) {
  /** The only file in its package. */
  public static final String FILENAME = "kanarifugl.txt";

  private static final String MARK = "fiks-gateway-canary-";

  /** What it travels with. */
  public Map<String, String> headere() {
    Map<String, String> headere = new LinkedHashMap<>();
    headere.put(FiksHeaders.KLIENT_MELDING_ID, token.toString());
    FiksHeaders.putKorrelasjonsId(headere, MARK + token);
    return headere;
  }

  /** What its file holds. */
  public byte[] content() {
    return (MARK + token + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** The canary that came back to {@code konto}, or that the platform reports on; empty for what others sent. */
  static Optional<Canary> in(KontoId konto, MeldingHeaders headers) {
    String korrelasjonsId = headers.korrelasjonsId();
    boolean fromOurselves = headers.avsender().equals(konto);
    boolean fromThePlatform =
        headers.svarTil() != null && ReplyMatching.isOfThePlatform(headers.type());
    if (korrelasjonsId == null
        || !korrelasjonsId.startsWith(MARK)
        || !(fromOurselves || fromThePlatform)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Canary(UUID.fromString(korrelasjonsId.substring(MARK.length()))));
    } catch (IllegalArgumentException notOneOfOurs) {
      return Optional.empty();
    }
  }
}
