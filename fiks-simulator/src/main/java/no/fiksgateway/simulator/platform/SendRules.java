package no.fiksgateway.simulator.platform;

import java.time.Duration;
import java.util.Set;
import no.fiksgateway.simulator.queue.Body;
import org.jspecify.annotations.Nullable;

/**
 * What the platform demands of a message before it takes it. Which demands there are is documented by KS (accepted
 * senders, protocols, shortest time to live) or seen in its account API ({@code validerMelding}: type and "has payload");
 * the status codes are not published and are the simulator's choice.
 */
final class SendRules {
  /** When the sender names no time to live (KS: Fiks IO documentation, "Levetid"). */
  static final Duration DEFAULT_TTL = Duration.ofDays(7);

  private static final long SHORTEST_TTL_MILLIS = 1000;
  private static final String ARKIV = "no.ks.fiks.arkiv.v1.";
  private static final Set<String> ARKIV_REQUESTS = Set.of(
      "arkivering.arkivmelding.opprett",
      "arkivering.arkivmelding.oppdater",
      "arkivering.dokumentobjekt.opprett",
      "arkivering.avskrivning.opprett",
      "arkivering.avskrivning.slett",
      "innsyn.mappe.hent",
      "innsyn.registrering.hent",
      "innsyn.dokumentfil.hent",
      "innsyn.sok");
  private static final Set<String> ARKIV_WITHOUT_PAYLOAD = Set.of(
      "arkivering.arkivmelding.oppdater.kvittering",
      "arkivering.avskrivning.opprett.kvittering",
      "arkivering.avskrivning.slett.kvittering");

  private SendRules() {}

  /** Refuses what the sender may not send, and what the receiver may not get. */
  static void check(SendRequest request, Konto avsender, @Nullable Konto mottaker, Body body) {
    if (mottaker == null) {
      throw Refusal.badRequest("Fant ingen mottaker med kontoId " + request.mottakerKontoId());
    }
    if (request.ttl() != null && request.ttl() < SHORTEST_TTL_MILLIS) {
      throw Refusal.badRequest(
          "ttl er " + request.ttl() + " ms; korteste levetid er " + SHORTEST_TTL_MILLIS + " ms");
    }
    if (!mottaker.accepts(request.avsenderKontoId())) {
      throw Refusal.badRequest(
          "Mottaker " + mottaker.kontoId() + " har ikke gitt avsenderen tilgang");
    }
    if (!avsender.maySend(request.meldingType())) {
      throw Refusal.badRequest("Avsender " + avsender.kontoId() + " har ikke en part som kan sende "
          + request.meldingType());
    }
    if (!mottaker.takes(request.meldingType())) {
      throw Refusal.badRequest("Mottaker " + mottaker.kontoId() + " støtter ikke meldingstypen "
          + request.meldingType());
    }
    checkPayload(request.meldingType(), body.size() > 0);
  }

  /** The payload column of KS's list of Fiks Arkiv v1 message types. Other protocols are not checked. */
  private static void checkPayload(String meldingType, boolean hasPayload) {
    if (!meldingType.startsWith(ARKIV)) {
      return;
    }
    String type = meldingType.substring(ARKIV.length());
    boolean mustHave = ARKIV_REQUESTS.contains(type)
        || type.equals("arkivering.arkivmelding.opprett.kvittering")
        || type.contains(".resultat")
        || type.startsWith("feilmelding.");
    boolean mustNotHave = type.endsWith(".mottatt") || ARKIV_WITHOUT_PAYLOAD.contains(type);
    if (mustHave && !hasPayload) {
      throw Refusal.badRequest("Meldingstypen " + meldingType + " krever innhold");
    }
    if (mustNotHave && hasPayload) {
      throw Refusal.badRequest("Meldingstypen " + meldingType + " skal ikke ha innhold");
    }
  }
}
