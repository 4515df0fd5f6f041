package no.fiksgateway.integrasjonspunkt.inbound;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.Evidence;
import no.fiksgateway.integrasjonspunkt.message.IncomingMessage;
import no.fiksgateway.integrasjonspunkt.message.IncomingMessages;
import no.fiksgateway.integrasjonspunkt.message.IncomingStatus;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.RejectedException;
import no.fiksgateway.integrasjonspunkt.message.StatusLedger;
import no.fiksgateway.integrasjonspunkt.message.Transactions;
import no.fiksgateway.integrasjonspunkt.payload.PayloadId;
import no.fiksgateway.integrasjonspunkt.payload.PayloadStore;
import no.fiksgateway.integrasjonspunkt.receipt.Svartyper;
import org.hibernate.jpa.AvailableHints;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Service;

@Service
class InnboksService implements Innboks {
  /** Hibernate's value for {@code FOR UPDATE SKIP LOCKED}. */
  private static final int SKIP_LOCKED = -2;

  /** Messages; more than usually peek at once. */
  private static final int LOOKED_AT = 8;

  private final IncomingMessages incoming;
  private final StatusLedger ledger;
  private final PayloadStore payloads;
  private final OwnReceipts receipts;
  private final UnneededPayloads unneeded;
  private final EntityManager entities;
  private final InboundSettings settings;
  private final Clock clock;
  private final Transactions transactions;

  InnboksService(
      IncomingMessages incoming,
      StatusLedger ledger,
      PayloadStore payloads,
      OwnReceipts receipts,
      UnneededPayloads unneeded,
      EntityManager entities,
      InboundSettings settings,
      Clock clock,
      Transactions transactions) {
    this.incoming = incoming;
    this.ledger = ledger;
    this.payloads = payloads;
    this.receipts = receipts;
    this.unneeded = unneeded;
    this.entities = entities;
    this.settings = settings;
    this.clock = clock;
    this.transactions = transactions;
  }

  /**
   * Looks for the oldest without locking, and then locks by number: H2 locks every row that a sorted query looks at, and
   * others who peek at that moment would find nothing.
   */
  @Override
  public Optional<Locked> peek(Filter filter, String holder) {
    return transactions.once(() -> {
      Instant now = clock.instant();
      List<Long> oldest = List.of();
      do {
        long after = oldest.isEmpty() ? 0 : oldest.get(oldest.size() - 1);
        oldest = oldestUnlocked(filter, now, after);
        for (long number : oldest) {
          Optional<IncomingMessage> ours = lockUnlessTaken(number, now);
          if (ours.isPresent()) {
            return ours.map(
                found -> new Locked(found, found.lock(holder, now, settings.lockTime())));
          }
        }
      } while (oldest.size() == LOOKED_AT);
      return Optional.empty();
    });
  }

  private List<Long> oldestUnlocked(Filter filter, Instant now, long after) {
    var criteria = entities.getCriteriaBuilder();
    var query = criteria.createQuery(Long.class);
    var message = query.from(IncomingMessage.class);
    query
        .select(message.get("id"))
        .where(
            InboxCriteria.matching(filter).toPredicate(message, query, criteria),
            InboxCriteria.unlockedAt(now).toPredicate(message, query, criteria),
            criteria.greaterThan(message.get("id"), after))
        .orderBy(criteria.asc(message.get("box")), criteria.asc(message.get("id")));
    return entities.createQuery(query).setMaxResults(LOOKED_AT).getResultList();
  }

  private Optional<IncomingMessage> lockUnlessTaken(long number, Instant now) {
    var criteria = entities.getCriteriaBuilder();
    var query = criteria.createQuery(IncomingMessage.class);
    var message = query.from(IncomingMessage.class);
    query.where(
        criteria.equal(message.get("id"), number),
        IncomingMessages.inInbox().toPredicate(message, query, criteria),
        InboxCriteria.unlockedAt(now).toPredicate(message, query, criteria));
    return entities
        .createQuery(query)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .setHint(AvailableHints.HINT_SPEC_LOCK_TIMEOUT, SKIP_LOCKED)
        .getResultList()
        .stream()
        .findFirst();
  }

  @Override
  public Package pop(MessageId id, @Nullable UUID lockToken) {
    return transactions.once(() -> {
      String payload = locked(id, lockToken).packagePayload();
      return payload == null
          ? new Package.WithoutPayload()
          : new Package.Asice(() -> payloads.open(new PayloadId(payload)));
    });
  }

  @Override
  public IncomingMessage delete(MessageId id, @Nullable UUID lockToken) {
    return transactions.insist(() -> {
      IncomingMessage message = locked(id, lockToken);
      finish(message);
      ledger.report(
          message,
          IncomingStatus.INNKOMMENDE_LEVERT,
          Evidence.localApi("The local system deleted the message from the inbox."),
          null);
      receipts.deleted(message);
      return message;
    });
  }

  @Override
  public IncomingMessage reject(
      MessageId id, @Nullable UUID lockToken, Svartyper.Feil feil, String reason) {
    return transactions.insist(() -> {
      IncomingMessage message = locked(id, lockToken);
      if (message.svarPaMelding() != null
          || !receipts.rejected(message, feil, id.toString(), reason)) {
        throw new RejectedException(
            ErrorCode.NOT_REJECTABLE,
            "Message " + id + " of type " + message.meldingstype()
                + " cannot be rejected as " + feil.name().toLowerCase(Locale.ROOT)
                + ": its protocol has no such error message for it");
      }
      finish(message);
      ledger.report(
          message,
          IncomingStatus.FEIL,
          Evidence.localApi("The local system rejected the message."),
          "Rejected: " + reason);
      return message;
    });
  }

  private void finish(IncomingMessage message) {
    String payload = message.packagePayload();
    message.finish(clock.instant());
    if (payload != null) {
      unneeded.afterCommit(new PayloadId(payload));
    }
  }

  @Override
  public Instant extendLock(MessageId id, @Nullable UUID lockToken) {
    return transactions.insist(() -> {
      IncomingMessage message = locked(id, lockToken);
      message.extendLock(clock.instant(), settings.lockTime());
      return Objects.requireNonNull(message.lockedUntil());
    });
  }

  @Override
  public MessageId lockedLast(@Nullable UUID lockToken, String caller) {
    return transactions.once(() -> {
      Instant now = clock.instant();
      if (lockToken != null) {
        return incoming
            .findOne(InboxCriteria.lockedBy(lockToken))
            .map(IncomingMessage::messageId)
            .orElseThrow(() -> new RejectedException(
                ErrorCode.LOCK_LOST, "Lock token " + lockToken + " locks no message"));
      }
      List<IncomingMessage> locked = incoming
          .findAll(InboxCriteria.lockedAt(now, caller), PageRequest.of(0, 2))
          .getContent();
      if (locked.isEmpty()) {
        throw new RejectedException(
            ErrorCode.MESSAGE_NOT_LOCKED, "No message is locked by this client. Peek first");
      }
      if (locked.size() > 1) {
        throw new RejectedException(
            ErrorCode.LOCK_AMBIGUOUS,
            "Several messages are locked. Name one by messageId, or send the Lock-Token that peek answered");
      }
      return locked.get(0).messageId();
    });
  }

  @Override
  public Page<IncomingMessage> list(Filter filter, Pageable page) {
    Pageable sorted = page.getSort().isSorted() || page.isUnpaged()
        ? page
        : PageRequest.of(page.getPageNumber(), page.getPageSize(), Sort.by("box", "id"));
    return incoming.findAll(InboxCriteria.matching(filter), sorted);
  }

  private IncomingMessage locked(MessageId id, @Nullable UUID lockToken) {
    IncomingMessage message = incoming
        .findByMessageId(id.value())
        .filter(found -> !found.isFinished())
        .orElseThrow(() -> new RejectedException(
            ErrorCode.MESSAGE_NOT_FOUND, "Message with messageId = " + id + " was not found"));
    UUID held = message.lockHeldAt(clock.instant());
    if (held == null) {
      throw new RejectedException(
          ErrorCode.MESSAGE_NOT_LOCKED, "Message with messageId = " + id + " is not locked");
    }
    if (lockToken != null && !lockToken.equals(held)) {
      throw new RejectedException(
          ErrorCode.LOCK_LOST,
          "Message with messageId = " + id + " is locked by "
              + Objects.requireNonNullElse(message.lockHolder(), "another client") + " until "
              + message.lockedUntil());
    }
    return message;
  }
}
