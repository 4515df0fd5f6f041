package no.fiksgateway.integrasjonspunkt.outbound;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.util.Objects;
import java.util.Optional;
import no.fiksgateway.integrasjonspunkt.message.Document;
import no.fiksgateway.integrasjonspunkt.outbound.Arkivsendinger.File;
import no.fiksgateway.integrasjonspunkt.outbound.Utboks.NewFile;
import no.fiksgateway.integrasjonspunkt.payload.StoredPayload;
import org.jspecify.annotations.Nullable;

/** A file that goes with an arkivmelding, or that it names and that is awaited. */
@Entity
@Table(name = "arkivsending_file")
@SuppressWarnings("NullAway.Init")
class StoredArkivfil {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "ids")
  private Long id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "arkivsending", nullable = false)
  private StoredArkivsending arkivsending;

  @Column(nullable = false)
  private int position;

  @Column(nullable = false, updatable = false)
  private String filename;

  @Column(updatable = false)
  private @Nullable Integer line;

  private @Nullable String title;

  private @Nullable String mimeType;

  private @Nullable Long size;

  private @Nullable String sha256;

  private @Nullable String payload;

  protected StoredArkivfil() {}

  StoredArkivfil(
      StoredArkivsending arkivsending, int position, String filename, @Nullable Integer line) {
    this.arkivsending = arkivsending;
    this.position = position;
    this.filename = filename;
    this.line = line;
  }

  void take(NewFile file, StoredPayload stored) {
    this.title = file.title();
    this.mimeType = file.mimeType();
    this.size = stored.size();
    this.sha256 = stored.sha256();
    this.payload = stored.id().value();
  }

  String filename() {
    return filename;
  }

  /** Of the bytes that were uploaded, lower-case hex; null before that. */
  @Nullable
  String sha256() {
    return sha256;
  }

  /** Empty where the bytes are not here: not yet, or no longer. */
  Optional<Document> document() {
    return Optional.ofNullable(payload)
        .map(where -> new Document(
            filename,
            title,
            Objects.requireNonNull(mimeType),
            Objects.requireNonNull(size),
            Objects.requireNonNull(sha256),
            where));
  }

  @Nullable
  String release() {
    String where = payload;
    this.payload = null;
    return where;
  }

  File shown() {
    return new File(filename, line, sha256 != null);
  }
}
