/** A stand-in for the KS Fiks platform: HTTP and AMQP towards clients, an admin API towards people and tests. */
@NullMarked
package no.fiksgateway.simulator;

import org.jspecify.annotations.NullMarked;
