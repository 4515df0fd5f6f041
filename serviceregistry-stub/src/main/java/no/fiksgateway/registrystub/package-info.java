/** A stand-in for Digdir's Service Registry, its answers kept in JSON files a person can edit. */
@NullMarked
package no.fiksgateway.registrystub;

import org.jspecify.annotations.NullMarked;
