package no.fiksgateway.integrasjonspunkt.inbound;

import jakarta.persistence.criteria.Predicate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.message.IncomingMessage;
import no.fiksgateway.integrasjonspunkt.message.IncomingMessages;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.domain.Specification;

/** What the inbox is asked for, as criteria of the message table. */
final class InboxCriteria {
  private InboxCriteria() {}

  /** Not yet deleted, and every filter that is set matches exactly. */
  static Specification<IncomingMessage> matching(Innboks.Filter filter) {
    return (message, query, criteria) -> {
      List<Predicate> all = new ArrayList<>();
      all.add(IncomingMessages.inInbox().toPredicate(message, query, criteria));
      class Exact {
        void add(String attribute, @Nullable Object wanted) {
          if (wanted != null) {
            all.add(criteria.equal(message.get(attribute), wanted));
          }
        }
      }
      Exact exact = new Exact();
      exact.add("messageId", filter.messageId());
      exact.add("conversationId", filter.conversationId());
      exact.add("receiverIdentifier", filter.receiverIdentifier());
      exact.add("senderIdentifier", filter.senderIdentifier());
      exact.add("process", filter.process());
      return criteria.and(all.toArray(Predicate[]::new));
    };
  }

  static Specification<IncomingMessage> unlockedAt(Instant now) {
    return (message, query, criteria) -> criteria.or(
        criteria.isNull(message.get("lockedUntil")),
        criteria.lessThanOrEqualTo(message.get("lockedUntil"), now));
  }

  /** What a client has locked, and what is locked by nobody knows whom. */
  static Specification<IncomingMessage> lockedAt(Instant now, String holder) {
    Specification<IncomingMessage> locked = (message, query, criteria) -> criteria.and(
        criteria.greaterThan(message.get("lockedUntil"), now),
        criteria.or(
            criteria.equal(message.get("lockHolder"), holder),
            criteria.isNull(message.get("lockHolder"))));
    return IncomingMessages.inInbox().and(locked);
  }

  static Specification<IncomingMessage> lockedBy(UUID token) {
    Specification<IncomingMessage> locked =
        (message, query, criteria) -> criteria.equal(message.get("lockToken"), token);
    return IncomingMessages.inInbox().and(locked);
  }
}
