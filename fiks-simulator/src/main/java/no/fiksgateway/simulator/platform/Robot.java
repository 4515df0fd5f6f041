package no.fiksgateway.simulator.platform;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import no.fiksgateway.simulator.queue.Delivery;
import no.fiksgateway.simulator.queue.Melding;
import no.fiksgateway.simulator.queue.Recipient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves an account for its owner: takes what comes, answers what {@code replies} names, acks. */
final class Robot implements Recipient {
  private static final Logger log = LoggerFactory.getLogger(Robot.class);

  private final UUID kontoId;
  private final Platform platform;
  private final Receipts receipts;
  private final Executor executor;

  Robot(UUID kontoId, Platform platform, Receipts receipts, Executor executor) {
    this.kontoId = kontoId;
    this.platform = platform;
    this.receipts = receipts;
    this.executor = executor;
  }

  @Override
  public boolean reserve() {
    return true;
  }

  @Override
  public void take(Delivery delivery) {
    executor.execute(() -> handle(delivery));
  }

  private void handle(Delivery delivery) {
    try {
      Konto konto = platform.kontoer().get(kontoId);
      Melding melding = delivery.melding();
      receipts.release(replyTypes(konto, melding.type()).stream()
          .<Runnable>map(reply -> () -> answer(konto, melding, reply))
          .toList());
      delivery.ack();
    } catch (RuntimeException e) {
      log.error(
          "Account {} failed at message {}; like any receiver that fails, it gets it again",
          kontoId,
          delivery.melding().meldingId(),
          e);
      delivery.requeue();
    }
  }

  private void answer(Konto konto, Melding question, String replyType) {
    SendRequest request = new SendRequest(
        konto.kontoId(),
        question.avsenderKontoId(),
        replyType,
        question.meldingId(),
        null,
        CorrelationHeaders.copiedFrom(question));
    try {
      platform.sendAs(
          konto,
          request,
          ArkivReplies.filesOf(replyType, platform.now()),
          Platform.Occasion.RECEIPT);
    } catch (Refusal e) {
      log.warn(
          "Account {} could not answer message {} with {}: {}",
          konto.kontoId(),
          question.meldingId(),
          replyType,
          e.text());
    }
  }

  static List<String> replyTypes(Konto konto, String requestType) {
    for (Map.Entry<String, List<String>> rule : konto.replies().entrySet()) {
      if (Pattern.matches(asRegex(rule.getKey()), requestType)) {
        return rule.getValue().stream()
            .map(reply -> reply.startsWith(".") ? requestType + reply : reply)
            .toList();
      }
    }
    return List.of();
  }

  private static String asRegex(String requestType) {
    return Pattern.quote(requestType).replace("*", "\\E.*\\Q");
  }
}
