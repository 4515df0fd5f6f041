/**
 * The simulator over HTTP: the platform's interfaces as KS and Digdir publish them, and the admin API for tests and
 * people.
 */
@NullMarked
package no.fiksgateway.simulator.http;

import org.jspecify.annotations.NullMarked;
