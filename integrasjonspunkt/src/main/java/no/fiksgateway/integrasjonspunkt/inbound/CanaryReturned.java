package no.fiksgateway.integrasjonspunkt.inbound;

import no.fiksgateway.integrasjonspunkt.message.KontoId;
import org.jspecify.annotations.Nullable;

/**
 * A canary has come back by way of the account's queue. Published in the transaction that lets go of it, so that a
 * listener's failure keeps it.
 *
 * @param problem why it could not be opened and verified; null where it could
 */
public record CanaryReturned(
    KontoId konto, Canary canary, @Nullable String problem) {}
