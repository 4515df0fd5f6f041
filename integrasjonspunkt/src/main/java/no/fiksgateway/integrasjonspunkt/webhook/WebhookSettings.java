package no.fiksgateway.integrasjonspunkt.webhook;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How statuses are pushed to subscriptions.
 *
 * @param allowedTargets host names, names that begin with {@code *.}, addresses or networks (10.0.0.0/8) that may be pushed
 *     to; empty: any but link-local, metadata, multicast, broadcast and unspecified addresses. Those are refused always,
 *     unless a network that is named here holds them
 * @param connectTimeout to reach an endpoint and agree on TLS
 * @param silenceTimeout the longest an endpoint may say nothing while its answer is awaited
 * @param totalTimeout a whole push
 * @param atOnce how many endpoints are pushed to at once; each holds one of the job threads meanwhile
 * @param firstPause before the second attempt at a push that failed
 * @param longestPause the pauses double up to this one
 * @param giveUpAfter how long an endpoint may fail before what has waited as long is given up
 */
@ConfigurationProperties("integrasjonspunkt.webhook")
record WebhookSettings(
    @DefaultValue({}) List<String> allowedTargets,
    @DefaultValue("5s") Duration connectTimeout,
    @DefaultValue("10s") Duration silenceTimeout,
    @DefaultValue("15s") Duration totalTimeout,
    @DefaultValue("3") int atOnce,
    @DefaultValue("5s") Duration firstPause,
    @DefaultValue("15m") Duration longestPause,
    @DefaultValue("3d") Duration giveUpAfter) {}
