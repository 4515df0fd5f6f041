package no.fiksgateway.simulator.platform;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import no.fiksgateway.asice.Virksomhetssertifikat;
import org.jspecify.annotations.Nullable;

/** The accounts there are. */
public final class Kontoer {
  private final Map<UUID, Konto> byId = new ConcurrentSkipListMap<>();
  private final TestAuthority authority;

  Kontoer(TestAuthority authority) {
    this.authority = authority;
  }

  /**
   * What an account is made from; see {@link Konto} for the parts.
   *
   * @param publicKey what senders encrypt for: a certificate or a bare key, PEM; with neither key the simulator makes a pair
   * @param privateKey its other half, PEM, if the simulator is to read what arrives
   */
  public record NewKonto(
      String navn,
      String organisasjonsnummer,
      List<String> protokoller,
      @Nullable List<String> kanSende,
      @Nullable String publicKey,
      @Nullable String privateKey,
      boolean consume,
      Map<String, List<String>> replies,
      @Nullable Set<UUID> aksepterteAvsendere) {}

  /**
   * Opens an account.
   *
   * @throws Refusal if the keys cannot be read or do not belong together
   */
  public Konto open(NewKonto wanted) {
    return open(UUID.randomUUID(), wanted);
  }

  Konto open(UUID kontoId, NewKonto wanted) {
    String organisasjonsnummer = wanted.organisasjonsnummer();
    Keys keys = keys(wanted);
    Konto konto = new Konto(
        kontoId,
        wanted.navn(),
        organisasjonsnummer,
        UUID.randomUUID(),
        "passord-" + UUID.randomUUID(),
        wanted.protokoller(),
        wanted.kanSende(),
        keys.sertifikat(),
        keys.privateKey(),
        wanted.consume(),
        wanted.replies(),
        wanted.aksepterteAvsendere());
    byId.put(kontoId, konto);
    return konto;
  }

  /**
   * Replaces what senders encrypt for; what is under way stays as it is.
   *
   * @throws Refusal if there is no such account or the PEM cannot be read
   */
  public Konto changeKey(UUID kontoId, String pem) {
    Konto konto = get(kontoId);
    Konto changed = konto.withSertifikat(sertifikat(pem, konto.organisasjonsnummer()));
    byId.put(kontoId, changed);
    return changed;
  }

  public List<Konto> all() {
    return List.copyOf(byId.values());
  }

  public Optional<Konto> find(UUID kontoId) {
    return Optional.ofNullable(byId.get(kontoId));
  }

  /**
   * The account.
   *
   * @throws Refusal 404 if there is none
   */
  public Konto get(UUID kontoId) {
    return find(kontoId).orElseThrow(() -> Refusal.notFound("Fant ingen konto med id " + kontoId));
  }

  /** The account whose integration this is. */
  Optional<Konto> ofIntegrasjon(String integrasjonId) {
    return byId.values().stream()
        .filter(konto -> konto.integrasjonId().toString().equals(integrasjonId))
        .findFirst();
  }

  private record Keys(X509Certificate sertifikat, @Nullable PrivateKey privateKey) {}

  private Keys keys(NewKonto wanted) {
    String organisasjonsnummer = wanted.organisasjonsnummer();
    PrivateKey privateKey =
        wanted.privateKey() == null ? null : Pem.privateKey(wanted.privateKey());
    if (wanted.publicKey() != null) {
      X509Certificate sertifikat = sertifikat(wanted.publicKey(), organisasjonsnummer);
      if (privateKey != null && !Pem.publicHalf(privateKey).equals(sertifikat.getPublicKey())) {
        throw Refusal.badRequest("privateKey and publicKey are not halves of the same pair");
      }
      return new Keys(sertifikat, privateKey);
    }
    if (privateKey != null) {
      return new Keys(
          authority.certify(Pem.publicHalf(privateKey), organisasjonsnummer), privateKey);
    }
    Virksomhetssertifikat made = authority.virksomhetssertifikat(organisasjonsnummer);
    return new Keys(made.certificate(), made.privateKey());
  }

  private X509Certificate sertifikat(String pem, String organisasjonsnummer) {
    Object key = Pem.certificateOrPublicKey(pem);
    return key instanceof X509Certificate certificate
        ? certificate
        : authority.certify((PublicKey) key, organisasjonsnummer);
  }
}
