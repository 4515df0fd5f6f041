package no.fiksgateway.simulator.amqp;

import com.rabbitmq.client.AMQP;
import java.util.HashMap;
import java.util.Map;
import no.fiksgateway.simulator.queue.Melding;
import org.jspecify.annotations.Nullable;

/**
 * How a message looks on the wire. Every header is a long string, because KS's .NET client takes nothing else (source
 * of fiks-io-client-dotnet).
 */
final class FiksHeaders {
  static final String QUEUE_PREFIX = "fiksio.konto.";
  private static final String OWN_HEADER_PREFIX = "egendefinert-header.";
  private static final int PERSISTENT = 2;

  private FiksHeaders() {}

  /** The queue's name, which is also the routing key: the Java client reads the receiver's account from it. */
  static String routingKey(Melding melding) {
    return QUEUE_PREFIX + melding.mottakerKontoId();
  }

  static AMQP.BasicProperties of(Melding melding) {
    Map<String, Object> headers = new HashMap<>();
    headers.put("melding-id", melding.meldingId().toString());
    headers.put("type", melding.type());
    headers.put("avsender-id", melding.avsenderKontoId().toString());
    headers.put("avsender-navn", melding.avsenderNavn());
    putIfPresent(headers, "svar-til", melding.svarTil());
    putIfPresent(headers, "svar-til-type", melding.svarTilType());
    putIfPresent(headers, "dokumentlager-id", melding.dokumentlagerId());
    melding.headere().forEach((name, value) -> headers.put(OWN_HEADER_PREFIX + name, value));
    return new AMQP.BasicProperties.Builder()
        .headers(headers)
        .deliveryMode(PERSISTENT)
        .expiration(Long.toString(melding.ttl().toMillis()))
        .build();
  }

  private static void putIfPresent(
      Map<String, Object> headers, String name, @Nullable Object value) {
    if (value != null) {
      headers.put(name, value.toString());
    }
  }
}
