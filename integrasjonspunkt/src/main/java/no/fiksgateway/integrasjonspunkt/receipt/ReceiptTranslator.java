package no.fiksgateway.integrasjonspunkt.receipt;

import java.util.Optional;
import no.fiksgateway.integrasjonspunkt.message.Meldingstype;

/** Says what a message that answers one of ours means. Never asked about messages that answer nothing. */
public interface ReceiptTranslator {
  /** Total: a type nobody has told us about is {@link Receipt.Unrecognised}. */
  Receipt translate(Meldingstype answer);

  /**
   * The status an answer reports for the message of type {@code question}; empty where it claims none.
   */
  Optional<ReportedStatus> reported(Receipt receipt, Meldingstype question);
}
