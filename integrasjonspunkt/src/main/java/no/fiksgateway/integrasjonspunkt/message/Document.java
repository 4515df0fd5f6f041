package no.fiksgateway.integrasjonspunkt.message;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A file of a message. */
@Entity
@Table(name = "document")
@SuppressWarnings("NullAway.Init")
public class Document {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "ids")
  private Long id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "message", nullable = false)
  private Message message;

  @Column(nullable = false)
  private int position;

  @Column(nullable = false)
  private String filename;

  private @Nullable String title;

  @Column(nullable = false)
  private String mimeType;

  @Column(nullable = false)
  private long size;

  @Column(nullable = false)
  private String sha256;

  private @Nullable String payload;

  protected Document() {}

  /**
   * @param size bytes
   * @param sha256 lower-case hex
   * @param payload where the bytes lie in the payload store; null for a file that lies inside a package
   */
  public Document(
      String filename,
      @Nullable String title,
      String mimeType,
      long size,
      String sha256,
      @Nullable String payload) {
    this.filename = filename;
    this.title = title;
    this.mimeType = mimeType;
    this.size = size;
    this.sha256 = sha256;
    this.payload = payload;
  }

  void belongTo(Message owner, int place) {
    this.message = owner;
    this.position = place;
  }

  /** The same file for another message; the bytes are shared. */
  Document copy() {
    return new Document(filename, title, mimeType, size, sha256, payload);
  }

  public String filename() {
    return filename;
  }

  public @Nullable String title() {
    return title;
  }

  public String mimeType() {
    return mimeType;
  }

  public long size() {
    return size;
  }

  public String sha256() {
    return sha256;
  }

  public @Nullable String payload() {
    return payload;
  }
}
