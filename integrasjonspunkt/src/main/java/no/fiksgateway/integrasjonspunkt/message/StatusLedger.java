package no.fiksgateway.integrasjonspunkt.message;

import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The only writer of statuses. A status and the entry that proves it are written in the caller's transaction, the
 * message's version being checked at commit: of two that report at once, one is told to try again.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class StatusLedger {
  /** One line for each entry that clients see, for those who follow statuses in the log. */
  private static final Logger STATUS = LoggerFactory.getLogger("STATUS");

  private final StatusChanges changes;
  private final ListLengths lengths;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  StatusLedger(
      StatusChanges changes, ListLengths lengths, ApplicationEventPublisher events, Clock clock) {
    this.changes = changes;
    this.lengths = lengths;
    this.events = events;
    this.clock = clock;
  }

  /** Registers a new message, and the status it was made with. */
  public void opened(Message message, Evidence evidence) {
    if (!message.isAutomatic()) {
      lengths.conversations(message.direction(), message.konto(), 1);
    }
    write(message, message.status().name(), StatusChange.Disposition.MOVED, evidence, null, null);
  }

  /** Reports on a message out, and answers what that did. */
  public Transition report(OutgoingMessage message, OutgoingStatus reported, Evidence evidence) {
    return report(message, reported, evidence, null, null);
  }

  /** As {@link #report(OutgoingMessage, OutgoingStatus, Evidence)}, with words for people and a code for machines. */
  public Transition report(
      OutgoingMessage message,
      OutgoingStatus reported,
      Evidence evidence,
      @Nullable String description,
      @Nullable ErrorCode errorCode) {
    Transition transition = message.status().on(reported);
    if (transition instanceof Transition.Moved moved) {
      for (OutgoingStatus step : moved.steps()) {
        boolean implied = step != reported;
        message.moveTo(step, clock.instant());
        write(
            message,
            step.name(),
            implied ? StatusChange.Disposition.IMPLIED : StatusChange.Disposition.MOVED,
            evidence,
            implied ? null : description,
            implied ? null : errorCode);
      }
    } else if (transition instanceof Transition.Contradicted contradicted) {
      String conflict = contradicted.reported() + " was reported after " + contradicted.current()
          + "; the status stays.";
      write(
          message,
          reported.name(),
          StatusChange.Disposition.CONTRADICTED,
          evidence,
          description == null ? conflict : conflict + " " + description,
          errorCode);
    } else {
      write(
          message,
          reported.name(),
          transition instanceof Transition.Late
              ? StatusChange.Disposition.LATE
              : StatusChange.Disposition.REPEATED,
          evidence,
          description,
          errorCode);
    }
    return transition;
  }

  /** Registers the next status of a message in. */
  public void report(
      IncomingMessage message,
      IncomingStatus next,
      Evidence evidence,
      @Nullable String description) {
    if (message.status() == next) {
      return;
    }
    message.moveTo(next, clock.instant());
    write(message, next.name(), StatusChange.Disposition.MOVED, evidence, description, null);
  }

  /** Keeps the history of a draft with it, where it has gone to another conversation, or from another account. */
  public void redrafted(OutgoingMessage message, KontoId before) {
    boolean moved = !before.equals(message.konto());
    if (moved && !message.isHidden()) {
      lengths.conversations(message.direction(), before, -1);
      lengths.conversations(message.direction(), message.konto(), 1);
    }
    for (StatusChange change :
        changes.findByMessageIdOrderById(message.messageId().value())) {
      change.moveTo(message.conversationId());
      if (moved && change.isShown()) {
        lengths.statuses(change.status(), before, -1);
        lengths.statuses(change.status(), message.konto(), 1);
      }
    }
  }

  /**
   * Takes a message and its history out of what clients are shown. All of it is kept, and what comes later is registered
   * and announced as before.
   */
  public void hide(Message message) {
    if (message.isHidden()) {
      return;
    }
    message.hide();
    if (!message.isAutomatic()) {
      lengths.conversations(message.direction(), message.konto(), -1);
    }
    for (StatusChange change :
        changes.findByMessageIdAndShownIsTrue(message.messageId().value())) {
      change.hide();
      lengths.statuses(change.status(), message.konto(), -1);
    }
  }

  /** Adds something worth knowing that claims no status; clients see it as ANNET. */
  public void note(Message message, Evidence evidence, String description) {
    write(message, StatusChange.ANNET, StatusChange.Disposition.NOTE, evidence, description, null);
  }

  private void write(
      Message message,
      String reported,
      StatusChange.Disposition disposition,
      Evidence evidence,
      @Nullable String description,
      @Nullable ErrorCode errorCode) {
    Instant now = clock.instant();
    StatusChange change = changes.save(
        new StatusChange(message, reported, disposition, evidence, description, errorCode, now));
    if (change.isShown()) {
      lengths.statuses(change.status(), message.konto(), 1);
    }
    if (change.isNews()) {
      STATUS.info(
          "message {} {}: {} by {} {}",
          message.messageId(),
          message.direction(),
          change.status(),
          evidence.source(),
          description == null ? "" : description);
      events.publishEvent(new MessageStatusChanged(
          change.id(),
          message.messageId(),
          message.conversationId(),
          message.direction(),
          change.status(),
          description,
          now));
    }
  }
}
