package no.fiksgateway.integrasjonspunkt.inbound;

import java.util.Map;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import org.jspecify.annotations.Nullable;

/**
 * A message as the platform's queue delivered it, not yet read in any way.
 *
 * @param konto our account whose queue it came from
 * @param headers every AMQP header as text
 * @param expiration the property as it stood: time to live, decimal milliseconds
 * @param body the CMS envelope; empty where there is no payload or it lies in Dokumentlager
 * @param redelivered the broker has tried to deliver it before
 */
public record Delivery(
    KontoId konto,
    Map<String, String> headers,
    @Nullable String expiration,
    byte[] body,
    boolean redelivered) {}
