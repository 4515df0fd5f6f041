package no.fiksgateway.integrasjonspunkt.katalog;

import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.Organisasjonsnummer;
import org.jspecify.annotations.Nullable;

/**
 * A Fiks account as the Kontokatalog describes it.
 *
 * @param antallKonsumenter how many clients are listening on its queue now
 * @param antallUavhentedeMeldinger how many messages wait in it
 */
public record Konto(
    KontoId kontoId,
    String kontoNavn,
    String fiksOrgNavn,
    @Nullable Organisasjonsnummer organisasjonsnummer,
    boolean gyldigAvsender,
    boolean gyldigMottaker,
    long antallKonsumenter,
    long antallUavhentedeMeldinger) {}
