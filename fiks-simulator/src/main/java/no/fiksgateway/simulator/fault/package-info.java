/** What is to go wrong, where and how often. The parts of the simulator ask here before they do their work well. */
@NullMarked
package no.fiksgateway.simulator.fault;

import org.jspecify.annotations.NullMarked;
