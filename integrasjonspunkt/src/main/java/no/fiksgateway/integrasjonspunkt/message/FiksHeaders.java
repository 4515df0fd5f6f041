package no.fiksgateway.integrasjonspunkt.message;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The custom headers that KS's clients give a meaning. They read and write the correlation id under two spellings,
 * depending on version (fiks-io-klient-java before 3.6.2 knows only the first): both are written and both are read.
 */
public final class FiksHeaders {
  public static final String KLIENT_MELDING_ID = "klientMeldingId";

  private static final String KLIENT_KORRELASJON_ID = "klientKorrelasjonId";
  private static final String KLIENT_KORRELASJONS_ID = "klientKorrelasjonsId";

  private FiksHeaders() {}

  public static @Nullable String korrelasjonsId(Map<String, String> headere) {
    String value = headere.get(KLIENT_KORRELASJONS_ID);
    return value != null ? value : headere.get(KLIENT_KORRELASJON_ID);
  }

  public static void putKorrelasjonsId(Map<String, String> headere, String value) {
    headere.put(KLIENT_KORRELASJONS_ID, value);
    headere.put(KLIENT_KORRELASJON_ID, value);
  }
}
