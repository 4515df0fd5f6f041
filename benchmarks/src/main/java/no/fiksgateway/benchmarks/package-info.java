/** Measurements of sealing and opening, beside KS's own library and the bounds of the machine. */
@NullMarked
package no.fiksgateway.benchmarks;

import org.jspecify.annotations.NullMarked;
