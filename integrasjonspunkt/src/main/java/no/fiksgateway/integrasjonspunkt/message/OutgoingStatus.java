package no.fiksgateway.integrasjonspunkt.message;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The life of a message out, and the answer to every report that may come in about it. What each status claims, and
 * which evidence it needs, is written in docs/statuses.md.
 */
public enum OutgoingStatus implements MessageStatus {
  /** Accepted from the local system and stored. */
  OPPRETTET,
  /** The platform answered the send with a meldingId. */
  SENDT,
  /** The receiver has shown that it read the message. */
  MOTTATT,
  /** The receiver says that it has taken the message over. */
  LEVERT,
  /** The receiver says that the work is done. */
  LEST,
  /** Refused by the platform, or by the receiver. */
  FEIL,
  /** The deadline passed without any word from the receiver. */
  LEVETID_UTLOPT;

  private static final List<OutgoingStatus> PROGRESS =
      List.of(OPPRETTET, SENDT, MOTTATT, LEVERT, LEST);

  @Override
  public boolean isFinished() {
    return this == LEVERT || this == LEST || this == FEIL || this == LEVETID_UTLOPT;
  }

  /** Whether the receiver may still be waited for: nothing has said how it went. */
  public boolean awaitsReceiver() {
    return this == OPPRETTET || this == SENDT || this == MOTTATT;
  }

  Set<OutgoingStatus> next() {
    return switch (this) {
      case OPPRETTET -> EnumSet.of(SENDT, MOTTATT, LEVERT, LEST, FEIL, LEVETID_UTLOPT);
      case SENDT -> EnumSet.of(MOTTATT, LEVERT, LEST, FEIL, LEVETID_UTLOPT);
      case MOTTATT -> EnumSet.of(LEVERT, LEST, FEIL, LEVETID_UTLOPT);
      case LEVERT -> EnumSet.of(LEST, FEIL);
      case LEST, FEIL, LEVETID_UTLOPT -> EnumSet.noneOf(OutgoingStatus.class);
    };
  }

  /** Total: every report has an answer, and none of them is an exception. */
  public Transition on(OutgoingStatus reported) {
    if (reported == this) {
      return new Transition.Repeated(this);
    }
    if (next().contains(reported)) {
      return new Transition.Moved(this, stepsTo(reported));
    }
    if (PROGRESS.contains(this) && PROGRESS.contains(reported)) {
      return new Transition.Late(this, reported);
    }
    return new Transition.Contradicted(this, reported);
  }

  /** A later step of the normal course implies the earlier ones: a Kvittering proves delivery as well. */
  private List<OutgoingStatus> stepsTo(OutgoingStatus reported) {
    int from = PROGRESS.indexOf(this);
    int to = PROGRESS.indexOf(reported);
    return to < 0 ? List.of(reported) : List.copyOf(PROGRESS.subList(from + 1, to + 1));
  }
}
