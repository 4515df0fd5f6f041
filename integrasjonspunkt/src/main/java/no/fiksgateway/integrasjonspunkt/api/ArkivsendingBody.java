package no.fiksgateway.integrasjonspunkt.api;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.outbound.Arkivsendinger.Arkivsending;
import no.fiksgateway.integrasjonspunkt.outbound.Arkivsendinger.File;
import no.fiksgateway.integrasjonspunkt.outbound.Arkivsendinger.Prototype;
import no.fiksgateway.integrasjonspunkt.outbound.Arkivsendinger.State;
import org.jspecify.annotations.Nullable;

/**
 * What can be sent of an arkivmelding, as clients see it.
 *
 * @param title offentligTittel of the journalpost
 * @param reference the folder's systemID and the journalpostnummer
 */
record ArkivsendingBody(
    String conversationId,
    State state,
    @Nullable String title,
    @Nullable String reference,
    List<Attachment> files,
    List<Draft> prototypes) {

  /** A file that is here, or that the arkivmelding names. */
  record Attachment(String filename, boolean uploaded) {}

  /**
   * A message that could be sent.
   *
   * @param part the korrespondansepart it is for
   * @param possible whether its receiver can be reached with this arkivmelding
   * @param missing what stands in the way of sending it, in words; nothing once it has been sent
   * @param status of the message it has become; null where it has not
   */
  record Draft(
      String messageId,
      String part,
      boolean chosen,
      boolean possible,
      List<String> missing,
      @Nullable String status,
      StandardBusinessDocument sbd) {}

  /** @param status of the message a prototype has become, or null */
  static ArkivsendingBody of(Arkivsending sending, Function<MessageId, @Nullable String> status) {
    return new ArkivsendingBody(
        sending.conversation().toString(),
        sending.state(),
        sending.title(),
        sending.reference(),
        sending.files().stream()
            .map(file -> new Attachment(file.filename(), file.uploaded()))
            .toList(),
        sending.prototypes().stream()
            .map(prototype -> draft(sending, prototype, status.apply(prototype.messageId())))
            .toList());
  }

  private static Draft draft(Arkivsending sending, Prototype prototype, @Nullable String status) {
    return new Draft(
        prototype.messageId().toString(),
        prototype.part(),
        prototype.chosen(),
        prototype.obstacles().isEmpty(),
        status == null ? missing(sending, prototype.obstacles()) : List.of(),
        status,
        ApiJson.readStored(prototype.sbd()));
  }

  private static List<String> missing(Arkivsending sending, List<String> obstacles) {
    Stream<String> further = switch (sending.state()) {
      case OPEN -> sending.missingFiles().stream().map(ArkivsendingBody::missing);
      case SENT -> Stream.of("It was not chosen when the others were sent.");
      case EXPIRED -> Stream.of("The deadline passed before it was sent.");
    };
    return Stream.concat(obstacles.stream(), further).toList();
  }

  static String missing(File file) {
    return "The file " + file.filename() + ", which arkivmelding.xml names in line " + file.line()
        + " (referanseDokumentfil), is not uploaded.";
  }
}
