package no.fiksgateway.simulator.platform;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import no.fiksgateway.simulator.queue.Melding;

/**
 * The headers that follow from a message into what answers it. KS's Java clients up to 3.6.1 spell the name without
 * its {@code s}; both are carried as they came (fiks-io-klient-java, pull request 811).
 */
final class CorrelationHeaders {
  private static final List<String> NAMES = List.of("klientKorrelasjonsId", "klientKorrelasjonId");

  private CorrelationHeaders() {}

  static Map<String, String> copiedFrom(Melding melding) {
    Map<String, String> copied = new HashMap<>(melding.headere());
    copied.keySet().retainAll(NAMES);
    return copied;
  }
}
