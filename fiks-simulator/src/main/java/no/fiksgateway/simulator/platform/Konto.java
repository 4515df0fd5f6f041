package no.fiksgateway.simulator.platform;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A Fiks IO account with the integration that owns it.
 *
 * @param protokoller protocols or message types it takes; none named means all
 * @param kanSende protocols or message types that its part may send; null for all
 * @param sertifikat what senders encrypt for
 * @param privateKey opens what was encrypted for {@code sertifikat}; null if only the account's owner has it
 * @param consume the simulator takes and acks what comes, and says nothing
 * @param replies the simulator takes, acks and answers: request type (a {@code *} stands for anything, the first that
 *     fits counts) to reply types, where one that begins with a dot is appended to the request's type
 * @param aksepterteAvsendere the only accounts that may send to it; null lets everyone
 */
public record Konto(
    UUID kontoId,
    String navn,
    String organisasjonsnummer,
    UUID integrasjonId,
    String integrasjonPassord,
    List<String> protokoller,
    @Nullable List<String> kanSende,
    X509Certificate sertifikat,
    @Nullable PrivateKey privateKey,
    boolean consume,
    Map<String, List<String>> replies,
    @Nullable Set<UUID> aksepterteAvsendere) {

  public Konto {
    protokoller = List.copyOf(protokoller);
    kanSende = kanSende == null ? null : List.copyOf(kanSende);
    replies = Collections.unmodifiableMap(new LinkedHashMap<>(replies));
    aksepterteAvsendere = aksepterteAvsendere == null ? null : Set.copyOf(aksepterteAvsendere);
  }

  /** The id of the account that the simulator has from the start for one of its test organisations. */
  public static UUID fixedId(String organisasjonsnummer) {
    return named("fiks-simulator:" + organisasjonsnummer);
  }

  /** The id of the client that gets this organisation's tokens. */
  public static String maskinportenClientId(String organisasjonsnummer) {
    return named("fiks-simulator:maskinporten:" + organisasjonsnummer).toString();
  }

  /** The client that gets tokens for this account's organisation; one per organisation. */
  public String maskinportenClientId() {
    return maskinportenClientId(organisasjonsnummer);
  }

  /** The Fiks organisation that the account's organisation is. */
  public UUID fiksOrgId() {
    return named("fiks-simulator:org:" + organisasjonsnummer);
  }

  /** Whether the simulator itself takes what arrives. */
  public boolean servedBySimulator() {
    return consume || !replies.isEmpty();
  }

  boolean takes(String meldingType) {
    return protokoller.isEmpty()
        || meldingType.startsWith("no.ks.fiks.kvittering.")
        || isAmong(protokoller, meldingType);
  }

  boolean maySend(String meldingType) {
    return kanSende == null || isAmong(kanSende, meldingType);
  }

  private static boolean isAmong(List<String> protokoller, String meldingType) {
    return protokoller.stream()
        .anyMatch(p -> meldingType.equals(p) || meldingType.startsWith(p + "."));
  }

  boolean accepts(UUID avsender) {
    return aksepterteAvsendere == null || aksepterteAvsendere.contains(avsender);
  }

  /** The same account with a new key of its owner's, which the simulator cannot read with. */
  Konto withSertifikat(X509Certificate other) {
    return new Konto(
        kontoId,
        navn,
        organisasjonsnummer,
        integrasjonId,
        integrasjonPassord,
        protokoller,
        kanSende,
        other,
        null,
        consume,
        replies,
        aksepterteAvsendere);
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "Konto[" + kontoId + ", " + navn + ", " + organisasjonsnummer + "]";
  }

  private static UUID named(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }
}
