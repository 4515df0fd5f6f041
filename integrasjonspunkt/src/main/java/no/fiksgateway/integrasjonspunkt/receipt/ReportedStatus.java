package no.fiksgateway.integrasjonspunkt.receipt;

import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.OutgoingStatus;
import org.jspecify.annotations.Nullable;

/** What an answer reports; {@code errorCode} for the failures. */
public record ReportedStatus(
    OutgoingStatus status, @Nullable ErrorCode errorCode) {}
