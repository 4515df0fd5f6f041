package no.fiksgateway.integrasjonspunkt.inbound;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How messages come in.
 *
 * @param lockTime how long peek keeps a message for its caller
 * @param replyGrace how long an answer waits for the message it answers to become known, before it is offered as an
 *     ordinary message
 * @param payloadlessReplies whether answers to our messages that have no payload, and so only move a status, are offered
 *     to the local system too
 * @param maxExpandedSize the most a package may expand to when it is opened
 */
@ConfigurationProperties("integrasjonspunkt.inbound")
record InboundSettings(
    @DefaultValue("5m") Duration lockTime,
    @DefaultValue("5m") Duration replyGrace,
    @DefaultValue("false") boolean payloadlessReplies,
    @DefaultValue("6GB") DataSize maxExpandedSize) {}
