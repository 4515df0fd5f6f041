/** The platform itself: accounts, keys, tokens, what may be sent, Dokumentlager, receipts and robots. */
@NullMarked
package no.fiksgateway.simulator.platform;

import org.jspecify.annotations.NullMarked;
