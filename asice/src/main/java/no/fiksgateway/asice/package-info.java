/** Signed ASiC-E packages in CMS envelopes: sealed and opened as streams, nothing handed out unverified. */
@NullMarked
package no.fiksgateway.asice;

import org.jspecify.annotations.NullMarked;
