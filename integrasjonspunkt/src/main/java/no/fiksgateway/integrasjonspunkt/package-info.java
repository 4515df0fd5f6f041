/** The gateway between sak/arkiv systems and KS Fiks IO. */
@NullMarked
package no.fiksgateway.integrasjonspunkt;

import org.jspecify.annotations.NullMarked;
