package no.fiksgateway.integrasjonspunkt.message;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.DiscriminatorColumn;
import jakarta.persistence.DiscriminatorType;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.Filter;
import org.hibernate.annotations.FilterDef;
import org.hibernate.annotations.ParamDef;
import org.jspecify.annotations.Nullable;

/**
 * A message out or in, which is also what eFormidling calls a conversation entry: one row for each message. Its status
 * is written by {@link StatusLedger} only, together with the entry that proves it.
 */
@Entity
@Table(name = "message")
@Inheritance(strategy = InheritanceType.SINGLE_TABLE)
@FilterDef(
    name = OfKontoer.FILTER,
    parameters = {
      @ParamDef(name = OfKontoer.KONTOER, type = UUID.class),
      @ParamDef(name = OfKontoer.HELD_TO, type = String.class)
    },
    applyToLoadByKey = true)
@Filter(name = OfKontoer.FILTER, condition = OfKontoer.MESSAGE, deduceAliasInjectionPoints = false)
@DiscriminatorColumn(name = "direction", discriminatorType = DiscriminatorType.STRING, length = 8)
@SuppressWarnings("NullAway.Init")
public abstract class Message {
  private static final int LONGEST_DESCRIPTION = 1000;

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "ids")
  @SequenceGenerator(name = "ids", sequenceName = "ids", allocationSize = 50)
  private Long id;

  @Version
  private int version;

  /** What tells the subclasses apart, for queries. */
  @Column(nullable = false, insertable = false, updatable = false)
  @Enumerated(EnumType.STRING)
  private Direction direction;

  @Column(nullable = false, updatable = false, unique = true)
  private UUID messageId;

  @Column(nullable = false)
  private UUID conversationId;

  @Column(nullable = false)
  private String process;

  @Column(nullable = false)
  private String documentType;

  @Column(nullable = false)
  private String sender;

  @Column(nullable = false)
  private String senderIdentifier;

  @Column(nullable = false)
  private String receiver;

  @Column(nullable = false)
  private String receiverIdentifier;

  @Column(nullable = false)
  private String status;

  @Column(nullable = false, updatable = false)
  private Instant createdAt;

  @Column(nullable = false)
  private Instant lastUpdate;

  private @Nullable Instant deadline;

  @Enumerated(EnumType.STRING)
  private @Nullable Box box;

  /** Made by the gateway itself, such as a receipt: part of the history, but not of what the local system sees. */
  @Column(nullable = false, updatable = false)
  private boolean automatic;

  /** A client has deleted it from the conversations. */
  @Column(nullable = false)
  private boolean hidden;

  private @Nullable String title;

  private @Nullable String reference;

  @OneToMany(mappedBy = "message", cascade = CascadeType.ALL, orphanRemoval = true)
  @OrderBy("position")
  private List<Document> documents = new ArrayList<>();

  protected Message() {}

  Message(
      MessageId messageId,
      ConversationId conversationId,
      String process,
      String documentType,
      Partner sender,
      Partner receiver,
      MessageStatus initial,
      @Nullable Instant deadline,
      Instant now) {
    this.messageId = messageId.value();
    this.conversationId = conversationId.value();
    this.process = process;
    this.documentType = documentType;
    this.sender = sender.value();
    this.senderIdentifier = sender.identifier();
    this.receiver = receiver.value();
    this.receiverIdentifier = receiver.primary();
    this.status = initial.name();
    this.deadline = deadline;
    this.createdAt = now;
    this.lastUpdate = now;
  }

  /** The number by which the API names this conversation. */
  public long id() {
    return id;
  }

  public abstract Direction direction();

  /** The account of ours it belongs to: the one that sends it, or the one it came to. */
  public abstract KontoId konto();

  public abstract MessageStatus status();

  public MessageId messageId() {
    return new MessageId(messageId);
  }

  public ConversationId conversationId() {
    return new ConversationId(conversationId);
  }

  /** {@code identifier} of the ConversationId scope. */
  public String process() {
    return process;
  }

  /** {@code documentIdentification.standard}; for Fiks IO the Meldingstype. */
  public String documentType() {
    return documentType;
  }

  public Partner sender() {
    return Partner.parse(sender);
  }

  public Partner receiver() {
    return Partner.parse(receiver);
  }

  public Instant createdAt() {
    return createdAt;
  }

  public Instant lastUpdate() {
    return lastUpdate;
  }

  public boolean isAutomatic() {
    return automatic;
  }

  protected void madeByTheGateway() {
    this.automatic = true;
  }

  /** Whether a client has deleted it from what clients are shown; its history and its id stay. */
  public boolean isHidden() {
    return hidden;
  }

  void hide() {
    this.hidden = true;
  }

  /**
   * For a message out, when its sender wants an answer by; for one in, until when the platform would have kept it for us, null
   * where it did not say.
   */
  public @Nullable Instant deadline() {
    return deadline;
  }

  public @Nullable String title() {
    return title;
  }

  public @Nullable String reference() {
    return reference;
  }

  /** In one line each; what is longer than the column is cut. */
  public void describe(@Nullable String newTitle, @Nullable String newReference) {
    this.title = oneLine(newTitle);
    this.reference = oneLine(newReference);
  }

  private static @Nullable String oneLine(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    int end = Math.min(line.length(), LONGEST_DESCRIPTION);
    boolean splits = end < line.length() && Character.isHighSurrogate(line.charAt(end - 1));
    return line.substring(0, splits ? end - 1 : end);
  }

  public List<Document> documents() {
    return List.copyOf(documents);
  }

  public void add(Document document) {
    document.belongTo(this, documents.size());
    documents.add(document);
  }

  /** Gives up the files, and says where their bytes lie, so that they can be removed once that is committed. */
  public List<String> takeDocuments() {
    List<String> payloads =
        documents.stream().map(Document::payload).filter(Objects::nonNull).toList();
    documents.clear();
    return payloads;
  }

  void putInto(@Nullable Box next) {
    this.box = next;
  }

  protected String statusName() {
    return status;
  }

  void moveTo(MessageStatus next, Instant now) {
    this.status = next.name();
    this.lastUpdate = now;
  }

  protected void redraft(
      ConversationId newConversation,
      String newProcess,
      String newType,
      Partner from,
      Partner to,
      Instant newDeadline) {
    this.conversationId = newConversation.value();
    this.process = newProcess;
    this.documentType = newType;
    this.sender = from.value();
    this.senderIdentifier = from.identifier();
    this.receiver = to.value();
    this.receiverIdentifier = to.primary();
    this.deadline = newDeadline;
  }
}
