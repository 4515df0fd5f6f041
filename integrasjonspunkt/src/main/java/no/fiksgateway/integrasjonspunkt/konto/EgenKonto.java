package no.fiksgateway.integrasjonspunkt.konto;

import java.util.UUID;
import no.fiksgateway.asice.DecryptionKeys;
import no.fiksgateway.asice.Virksomhetssertifikat;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.Organisasjonsnummer;

/**
 * One of our own Fiks accounts.
 *
 * @param integrasjonId names the integrasjon towards HTTP and AMQP
 * @param integrasjonPassord its secret
 * @param keys private keys for what is sent to the account; several while keys are being changed
 * @param signer signs what the account sends
 */
public record EgenKonto(
    KontoId kontoId,
    Organisasjonsnummer organisasjonsnummer,
    UUID integrasjonId,
    Secret integrasjonPassord,
    DecryptionKeys keys,
    Virksomhetssertifikat signer) {}
