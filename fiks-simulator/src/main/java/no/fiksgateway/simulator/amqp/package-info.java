/**
 * The consuming half of AMQP 0-9-1 over TLS, as Fiks IO clients use it: they log in, consume, answer, and neither
 * declare nor publish (KS: Fiks IO documentation; observed with fiks-io-klient-java 3.5.0). Methods and properties are
 * coded by RabbitMQ's own Java client; frames, channels and flow are here.
 */
@NullMarked
package no.fiksgateway.simulator.amqp;

import org.jspecify.annotations.NullMarked;
