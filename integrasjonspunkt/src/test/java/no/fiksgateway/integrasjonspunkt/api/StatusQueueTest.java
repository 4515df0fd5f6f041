package no.fiksgateway.integrasjonspunkt.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import java.util.List;
import no.fiksgateway.integrasjonspunkt.GatewayTest;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.StatusChanges;
import no.fiksgateway.integrasjonspunkt.message.Transactions;
import no.fiksgateway.integrasjonspunkt.webhook.Journal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

@GatewayTest
@Import(Journal.class)
class StatusQueueTest {
  @Autowired
  private StatusQueue queue;

  @Autowired
  private Journal journal;

  @Autowired
  private StatusChanges changes;

  @Autowired
  private Transactions transactions;

  @Autowired
  private PlatformTransactionManager manager;

  @Autowired
  private EntityManager entities;

  @BeforeEach
  void anEmptyQueue() {
    queue.first().ifPresent(id -> {
      queue.remove(id);
      anEmptyQueue();
    });
  }

  @Test
  void theFirstStaysTheFirstWhenAnOlderOneCommitsLate() {
    TransactionTemplate meanwhile = new TransactionTemplate(manager);
    meanwhile.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    MessageId[] early = new MessageId[1];
    MessageId late = transactions.once(() -> {
      MessageId id = journal.opens();
      entities.flush();
      early[0] = meanwhile.execute(status -> journal.opens());
      Long first = meanwhile.execute(status -> queue.first().orElseThrow());
      assertThat(first).isEqualTo(status(early[0]));
      return id;
    });

    assertThat(queue.first()).hasValue(status(early[0]));
    assertThat(queue.remove(status(early[0]))).isTrue();
    assertThat(queue.first()).hasValue(status(late));
    assertThat(status(late)).isLessThan(status(early[0]));
  }

  @Test
  void aStatusThatIsGoneIsNotInTheWay() {
    MessageId gone = transactions.once(journal::opens);
    MessageId next = transactions.once(journal::opens);
    assertThat(queue.first()).hasValue(status(gone));

    transactions.once(() -> {
      journal
          .messages()
          .deleteAll(List.of(journal.messages().findByMessageId(gone.value()).orElseThrow()));
      return true;
    });
    assertThat(queue.first()).hasValue(status(next));
    assertThat(queue.remove(-1)).isFalse();
  }

  private long status(MessageId id) {
    return changes.findByMessageIdOrderById(id.value()).get(0).id();
  }
}
