package no.fiksgateway.integrasjonspunkt.message;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What proves a status: who said it, and which Fiks message or answer said so. Stored with every entry of the history.
 *
 * @param source who said it
 * @param meldingId the Fiks message that proves it: our own for an answer of the send API, the reply for a receipt
 * @param meldingstype the type of that message
 * @param avsenderKontoId the account that sent it, for a receipt
 * @param sha256 the digest of its ciphertext in lower-case hex, where it had a body
 * @param detail in words: the header or field that ties it to our message
 */
@Embeddable
public record Evidence(
    @Enumerated(EnumType.STRING) @Column(name = "evidence_source")
    Source source,

    @Column(name = "evidence_melding_id") @Nullable UUID meldingId,
    @Column(name = "evidence_meldingstype") @Nullable String meldingstype,
    @Column(name = "evidence_avsender") @Nullable UUID avsenderKontoId,
    @Column(name = "evidence_sha256") @Nullable String sha256,
    @Column(name = "evidence_detail") String detail) {

  /** Who said it. */
  public enum Source {
    /** The local system, by a call to our API. */
    LOCAL_API,
    /** The platform, by its answer to our HTTP call. */
    FIKS_ANSWER,
    /** A message that came over AMQP. */
    FIKS_MESSAGE,
    /** The gateway's own clock. */
    OWN_CLOCK,
    /** The gateway itself, by something it found when it handled the message. */
    GATEWAY
  }

  public static Evidence localApi(String detail) {
    return new Evidence(Source.LOCAL_API, null, null, null, null, detail);
  }

  public static Evidence ownClock(String detail) {
    return new Evidence(Source.OWN_CLOCK, null, null, null, null, detail);
  }

  public static Evidence gateway(String detail) {
    return new Evidence(Source.GATEWAY, null, null, null, null, detail);
  }

  /** The platform accepted ({@code meldingId} set) or refused ({@code meldingId} null) a send. */
  public static Evidence fiksAnswer(@Nullable MeldingId meldingId, String detail) {
    return new Evidence(
        Source.FIKS_ANSWER, meldingId == null ? null : meldingId.value(), null, null, null, detail);
  }

  public static Evidence fiksMessage(
      MeldingId meldingId,
      Meldingstype type,
      KontoId avsender,
      @Nullable String sha256,
      String detail) {
    return new Evidence(
        Source.FIKS_MESSAGE, meldingId.value(), type.value(), avsender.value(), sha256, detail);
  }
}
