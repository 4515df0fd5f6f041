package no.fiksgateway.integrasjonspunkt.api;

import java.time.OffsetDateTime;
import java.util.List;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * The body of every answer that is an error: eFormidling's members in their order, then ours.
 *
 * @param exception a class name of Digdir's integrasjonspunkt, which clients may match on; not in a 401
 * @param error the words of the HTTP status
 * @param errorCode the stable name of the error, see docs/errors.md
 * @param errorId finds the line about this very error in the log
 * @param action what to do now
 */
record ErrorBody(
    OffsetDateTime timestamp,
    @Nullable String exception,
    String message,
    @Nullable String description,
    @Nullable List<Finding> errors,
    int status,
    String error,
    String path,
    ErrorCode errorCode,
    String errorId,
    String action) {}
