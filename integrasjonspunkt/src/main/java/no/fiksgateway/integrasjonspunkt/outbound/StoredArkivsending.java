package no.fiksgateway.integrasjonspunkt.outbound;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.arkivmelding.Arkivmelding;
import no.fiksgateway.integrasjonspunkt.message.ConversationId;
import no.fiksgateway.integrasjonspunkt.message.Document;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.OfKontoer;
import no.fiksgateway.integrasjonspunkt.outbound.Arkivsendinger.Arkivsending;
import no.fiksgateway.integrasjonspunkt.outbound.Arkivsendinger.Prototype;
import no.fiksgateway.integrasjonspunkt.outbound.Arkivsendinger.State;
import org.hibernate.annotations.Filter;
import org.jspecify.annotations.Nullable;

/** An arkivmelding on its way to its receivers, until its prototypes have become messages. */
@Entity
@Table(name = "arkivsending")
@Filter(name = OfKontoer.FILTER, condition = OfKontoer.MADE_BY, deduceAliasInjectionPoints = false)
@SuppressWarnings("NullAway.Init")
class StoredArkivsending {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "ids")
  @SequenceGenerator(name = "ids", sequenceName = "ids", allocationSize = 50)
  private Long id;

  @Version
  private int version;

  @Column(nullable = false, updatable = false)
  private UUID conversationId;

  @Column(updatable = false)
  private @Nullable String contentKey;

  /** The accounts whoever made it is held to, as {@link OfKontoer#heldTo} has them; null: none. */
  @Column(updatable = false)
  private @Nullable String heldTo;

  @Column(nullable = false, updatable = false)
  private String sha256;

  @Enumerated(EnumType.STRING)
  @Column(nullable = false, updatable = false)
  private Arkivmelding.Format format;

  @Column(updatable = false)
  private @Nullable String title;

  @Column(updatable = false)
  private @Nullable String reference;

  @Enumerated(EnumType.STRING)
  @Column(nullable = false)
  private State state;

  /** Counts the changes below this row, so that each is a change of its version too. */
  @Column(nullable = false)
  private int changes;

  @OneToMany(mappedBy = "arkivsending", cascade = CascadeType.ALL, orphanRemoval = true)
  @OrderBy("position")
  private List<StoredPrototype> prototypes = new ArrayList<>();

  @OneToMany(mappedBy = "arkivsending", cascade = CascadeType.ALL, orphanRemoval = true)
  @OrderBy("position")
  private List<StoredArkivfil> files = new ArrayList<>();

  protected StoredArkivsending() {}

  /** @param contentKey by which the same bytes again mean this conversation; null: they do not */
  StoredArkivsending(
      ConversationId conversation,
      @Nullable String heldTo,
      @Nullable String contentKey,
      String sha256,
      Arkivmelding said) {
    this.conversationId = conversation.value();
    this.heldTo = heldTo;
    this.contentKey = contentKey;
    this.sha256 = sha256;
    this.format = said.format();
    this.title = said.offentligTittel();
    this.reference = said.reference().orElse(null);
    this.state = State.OPEN;
  }

  void add(Prototype drawn) {
    prototypes.add(new StoredPrototype(this, prototypes.size(), drawn));
    changes++;
  }

  Optional<StoredPrototype> prototype(MessageId wanted) {
    return prototypes.stream().filter(known -> known.messageId().equals(wanted)).findFirst();
  }

  /** A file the arkivmelding names. */
  void expect(Arkivmelding.Dokumentfil named) {
    files.add(new StoredArkivfil(this, files.size(), named.name(), named.line()));
  }

  Optional<StoredArkivfil> file(String filename) {
    return files.stream().filter(known -> known.filename().equals(filename)).findFirst();
  }

  /** The place for a file: the one it was expected in, or a new one. */
  StoredArkivfil placeFor(String filename) {
    changes++;
    return file(filename).orElseGet(() -> {
      StoredArkivfil unexpected = new StoredArkivfil(this, files.size(), filename, null);
      files.add(unexpected);
      return unexpected;
    });
  }

  void changed() {
    changes++;
  }

  /** What is here of the files, for a message of its own; the bytes are shared. */
  List<Document> documents() {
    return files.stream()
        .map(StoredArkivfil::document)
        .flatMap(Optional::stream)
        .toList();
  }

  long size() {
    return documents().stream().mapToLong(Document::size).sum();
  }

  /** Lets go of the bytes, and says where they lie. */
  List<String> release() {
    return files.stream().map(StoredArkivfil::release).filter(Objects::nonNull).toList();
  }

  void enter(State next) {
    this.state = next;
  }

  State state() {
    return state;
  }

  String sha256() {
    return sha256;
  }

  ConversationId conversation() {
    return new ConversationId(conversationId);
  }

  @Nullable
  String title() {
    return title;
  }

  @Nullable
  String reference() {
    return reference;
  }

  /** Until when it can be sent: the latest deadline of its prototypes. */
  Instant expiresAt() {
    return prototypes.stream()
        .map(StoredPrototype::deadline)
        .max(Comparator.naturalOrder())
        .orElseThrow(() -> new IllegalStateException("None is stored without a prototype"));
  }

  Arkivsending shown() {
    return new Arkivsending(
        conversation(),
        version,
        format,
        title,
        reference,
        state,
        prototypes.stream().map(StoredPrototype::shown).toList(),
        files.stream().map(StoredArkivfil::shown).toList());
  }

  int version() {
    return version;
  }
}
