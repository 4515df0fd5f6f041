/** Starts stub, simulator and gateway as processes and walks one message out and one in. */
@NullMarked
package no.fiksgateway.demo;

import org.jspecify.annotations.NullMarked;
