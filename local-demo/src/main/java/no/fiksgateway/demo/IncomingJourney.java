package no.fiksgateway.demo;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A letter from the simulator's archive to the local organisation, until the local side has taken it over. */
final class IncomingJourney {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final GatewayApi gateway;
  private final SimulatorAdmin simulator;
  private final Screen screen;
  private final DemoLetters letters;

  IncomingJourney(
      GatewayApi gateway, SimulatorAdmin simulator, Screen screen, DemoLetters letters) {
    this.gateway = gateway;
    this.simulator = simulator;
    this.screen = screen;
    this.letters = letters;
  }

  /** Fails unless the message is peeked, popped, found to be what was sent, and deleted. */
  void walk(String from, String to, UUID toAccount) throws DemoFailed {
    screen.heading("In: " + Arkivmelding.MELDINGSTYPE + " from " + from + " to " + to);
    List<DemoFile> sent = letters.letter("Vedtak om byggetillatelse", from, to);
    UUID meldingId = simulator.send(
        SimulatorAdmin.readyMadeAccount(from),
        toAccount,
        Arkivmelding.MELDINGSTYPE,
        UUID.randomUUID(),
        sent);
    screen.happened("the simulator sent Fiks message " + meldingId);

    // As in eFormidling, the message that comes in keeps the platform's id.
    StatusHistory history = new StatusHistory(gateway, screen, meldingId);
    history.followUntil(Set.of("INNKOMMENDE_MOTTATT"), PATIENCE);

    GatewayApi.Peeked message = peek(meldingId);
    screen.happened("peeked: locked for us");

    byte[] asice = gateway.pop(message);
    screen.happened("popped: an ASiC-E of " + asice.length + " bytes");
    AsiceFiles.in(asice).requireSameAs(sent);
    for (DemoFile file : sent) {
      screen.happened("verified " + file.name() + ", sha256 " + file.sha256());
    }

    gateway.delete(message);
    screen.happened("deleted: the local system has it");
    history.followUntil(Set.of("INNKOMMENDE_LEVERT"), PATIENCE);
  }

  private GatewayApi.Peeked peek(UUID messageId) throws DemoFailed {
    return gateway
        .peek(messageId)
        .orElseThrow(() -> new DemoFailed(
            "Message " + messageId + " is in the inbox, but peek had none to lock."));
  }
}
