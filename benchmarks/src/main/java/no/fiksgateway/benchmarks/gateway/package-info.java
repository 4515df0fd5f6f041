/** Measurements of the whole gateway, which runs as a process of its own against the simulator. */
@NullMarked
package no.fiksgateway.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;
