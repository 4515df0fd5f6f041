package no.fiksgateway.integrasjonspunkt.arkivmelding;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import no.fiksgateway.integrasjonspunkt.message.Organisasjonsnummer;
import org.jspecify.annotations.Nullable;

/**
 * What an arkivmelding.xml says of itself. What it does not say is null, never guessed.
 *
 * <p>Title, numbers and korrespondanseparter are those of the first journalpost, or of the first registrering where none
 * is a journalpost: it alone decides who is addressed. The files are those of all of them.
 *
 * @param saksnummer saksaar/sakssekvensnummer of the saksmappe
 * @param dokumentfiler in the order of the document, each name once
 */
public record Arkivmelding(
    Format format,
    @Nullable String offentligTittel,
    @Nullable String mappeSystemId,
    @Nullable String saksnummer,
    @Nullable String journalpostnummer,
    List<Korrespondansepart> korrespondanseparter,
    List<Dokumentfil> dokumentfiler) {

  /** The name under which both formats travel in a package. */
  public static final String FILENAME = "arkivmelding.xml";

  /** Whose schema it follows. */
  public enum Format {
    /** KS: fiks-arkiv-specification, no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett.xsd. */
    FIKS_ARKIV_V1(
        "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/arkivmelding/opprett/v1"),
    /** Arkivverket's Noark 5 arkivmelding, which eFormidling carries (Digdir: eFormidling, Dokumenttype arkivmelding). */
    NOARK5("http://www.arkivverket.no/standarder/noark5/arkivmelding");

    private final String namespace;

    Format(String namespace) {
      this.namespace = namespace;
    }

    public String namespace() {
      return namespace;
    }
  }

  /** What somebody is to the document, by code (KS: EM) or by word (Noark 5: Mottaker). */
  public enum Rolle {
    MOTTAKER,
    KOPIMOTTAKER,
    AVSENDER,
    ANNEN
  }

  /**
   * A korrespondansepart.
   *
   * @param organisasjon as written, stripped; null where there is no element for it, or an empty one
   * @param isPerson whether it has a personid, which is not read
   * @param line where the element begins
   */
  public record Korrespondansepart(
      Rolle rolle,
      @Nullable String navn,
      @Nullable String organisasjon,
      boolean isPerson,
      int line) {

    /** The organisation number; empty where none is written, or something else than nine digits. */
    public Optional<Organisasjonsnummer> organisasjonsnummer() {
      return Optional.ofNullable(organisasjon)
          .map(written -> written.replace(" ", ""))
          .filter(written -> written.matches("\\d{9}"))
          .map(Organisasjonsnummer::new);
    }
  }

  /**
   * A file the document names in referanseDokumentfil.
   *
   * @param line of the first element that names it
   */
  public record Dokumentfil(String name, int line) {}

  /** Who it is for: the mottakere, then the kopimottakere, each in the order of the document. */
  public List<Korrespondansepart> mottakere() {
    return korrespondanseparter.stream()
        .filter(part -> part.rolle() == Rolle.MOTTAKER || part.rolle() == Rolle.KOPIMOTTAKER)
        .sorted(Comparator.comparing(Korrespondansepart::rolle))
        .toList();
  }

  /**
   * The folder's systemID and the journalpostnummer, as eFormidling refers to such a message; where there is no systemID
   * the saksnummer takes its place. Empty where the file does not say both.
   */
  public Optional<String> reference() {
    String mappe = mappeSystemId != null ? mappeSystemId : saksnummer;
    return mappe == null || journalpostnummer == null
        ? Optional.empty()
        : Optional.of(mappe + "-" + journalpostnummer);
  }
}
