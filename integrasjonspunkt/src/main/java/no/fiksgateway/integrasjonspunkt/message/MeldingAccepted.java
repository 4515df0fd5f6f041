package no.fiksgateway.integrasjonspunkt.message;

/**
 * The platform has told us its id of a message, so that answers which came before it can be matched now. Published
 * inside the transaction that stores the id.
 */
public record MeldingAccepted(MessageId messageId, MeldingId meldingId) {}
