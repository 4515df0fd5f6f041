package no.fiksgateway.demo;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;

/** What the demo sends: a letter as PDF, and the arkivmelding that describes it. */
final class DemoLetters {
  private final Clock clock;

  DemoLetters(Clock clock) {
    this.clock = clock;
  }

  /** The files of a message, the arkivmelding first. */
  List<DemoFile> letter(String title, String from, String to) {
    LocalDate today = LocalDate.now(clock);
    DemoFile pdf = new Brev(
            title,
            List.of(
                "Fra: " + from,
                "Til: " + to,
                "Dato: " + today,
                "",
                "Dette er et prøvebrev. Det er sendt over en simulert Fiks-plattform på denne maskinen."))
        .toFile("brev.pdf");
    return List.of(new Arkivmelding(title, from, to, today, pdf).toFile(), pdf);
  }
}
