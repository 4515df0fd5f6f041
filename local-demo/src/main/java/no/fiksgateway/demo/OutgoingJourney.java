package no.fiksgateway.demo;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A letter from the local organisation to the robot archive, until the archive has confirmed it. */
final class OutgoingJourney {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String WANTED = "LEST";
  private static final Set<String> LAST = Set.of(WANTED, "FEIL", "LEVETID_UTLOPT");

  private final GatewayApi gateway;
  private final Screen screen;
  private final DemoLetters letters;

  OutgoingJourney(GatewayApi gateway, Screen screen, DemoLetters letters) {
    this.gateway = gateway;
    this.screen = screen;
    this.letters = letters;
  }

  /** Fails unless the message reaches LEST by way of SENDT and LEVERT. */
  void walk(String from, String to) throws DemoFailed {
    screen.heading("Out: " + Arkivmelding.MELDINGSTYPE + " from " + from + " to " + to);
    UUID messageId = UUID.randomUUID();
    gateway.create(
        messageId, UUID.randomUUID(), "0192:" + from, "0192:" + to, Arkivmelding.MELDINGSTYPE);
    screen.happened("created message " + messageId);
    for (DemoFile file : letters.letter("Svar på søknad om byggetillatelse", from, to)) {
      gateway.upload(messageId, file);
      screen.happened("uploaded " + file.name() + ", " + file.content().length + " bytes");
    }
    gateway.send(messageId);
    screen.happened("told the gateway to send; its statuses and what proves them:");
    requireEvidence(new StatusHistory(gateway, screen, messageId).followUntil(LAST, PATIENCE));
  }

  static void requireEvidence(List<String> statuses) throws DemoFailed {
    int sent = statuses.indexOf("SENDT");
    int delivered = statuses.indexOf("LEVERT");
    int read = statuses.indexOf(WANTED);
    if (sent < 0 || delivered < sent || read < delivered) {
      throw new DemoFailed(
          "The outgoing message should go SENDT, LEVERT, LEST, but went " + statuses + ".");
    }
  }
}
