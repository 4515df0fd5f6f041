/**
 * The queues of the platform's accounts: what waits, what is out for delivery, what expired or was given up. Driven by
 * a clock and by calls, with no network in it.
 */
@NullMarked
package no.fiksgateway.simulator.queue;

import org.jspecify.annotations.NullMarked;
