package no.fiksgateway.integrasjonspunkt.api;

import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.message.Message;
import no.fiksgateway.integrasjonspunkt.message.MessageFlow;
import no.fiksgateway.integrasjonspunkt.message.Messages;
import no.fiksgateway.integrasjonspunkt.message.StatusChanges;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What really happened to a message, as a picture. */
@RestController
class FlowController {
  private static final MediaType MERMAID =
      MediaType.parseMediaType("text/vnd.mermaid;charset=utf-8");

  private final Messages messages;
  private final StatusChanges changes;

  FlowController(Messages messages, StatusChanges changes) {
    this.messages = messages;
    this.changes = changes;
  }

  /**
   * What really happened to a message out or in, as a Mermaid sequence diagram.
   *
   * @param id the messageId
   */
  @GetMapping("/api/messages/{id}/flow")
  ResponseEntity<String> flow(@PathVariable String id) {
    UUID uuid = Filters.asUuid(id).orElseThrow(() -> Filters.noSuchMessage(id));
    Message message = messages.findByMessageId(uuid).orElseThrow(() -> Filters.noSuchMessage(id));
    return ResponseEntity.ok()
        .contentType(MERMAID)
        .body(MessageFlow.draw(message, changes.findByMessageIdOrderById(uuid)));
  }
}
