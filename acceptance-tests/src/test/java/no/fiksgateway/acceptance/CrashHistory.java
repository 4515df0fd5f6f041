package no.fiksgateway.acceptance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import no.fiksgateway.acceptance.CrashLocalSystem.Letter;
import no.fiksgateway.acceptance.CrashPlatform.Melding;
import no.fiksgateway.acceptance.GatewayApi.Status;
import org.jspecify.annotations.Nullable;

/** Compares three books: the local system's, the platform's, and the statuses the gateway shows. */
final class CrashHistory {
  private final CrashPlatform platform;
  private final CrashLocalSystem local;
  private final Map<UUID, Incoming> incoming;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<UUID, Melding> meldinger;
  private int sentAgain;
  private int offered;

  enum Wrong {
    LOST,
    DOUBLED,
    FALSE_STATUS,
    UNEXPLAINED
  }

  /** @param trial during which the message was handed in */
  record Finding(CrashTrial trial, Wrong wrong, String what) {}

  /** What a sender wrote to us, and during which trial. */
  record Incoming(CrashTrial trial, TestFile file) {}

  /**
   * What the books say.
   *
   * @param out messages out
   * @param sentAgain how many of these the platform took more than once, always under one klientMeldingId unless a
   *     finding says otherwise
   * @param in messages with a payload that the platform had for us
   */
  record Verdict(List<Finding> findings, int out, int sentAgain, int in) {}

  private CrashHistory(
      CrashPlatform platform, CrashLocalSystem local, Map<UUID, Incoming> incoming) {
    this.platform = platform;
    this.local = local;
    this.incoming = incoming;
    this.meldinger = platform.meldinger().stream()
        .collect(Collectors.toMap(Melding::meldingId, Function.identity()));
  }

  /**
   * Compares the books as they are.
   *
   * @param incoming what the sender was told that the platform has for us, by meldingId
   */
  static Verdict verdict(
      CrashPlatform platform, CrashLocalSystem local, Map<UUID, Incoming> incoming)
      throws IOException {
    CrashHistory history = new CrashHistory(platform, local, incoming);
    history.checkOutgoing();
    history.checkIncoming();
    return new Verdict(
        history.findings, local.written().size(), history.sentAgain, history.offered);
  }

  private void checkOutgoing() throws IOException {
    Map<String, List<Melding>> sends = meldinger.values().stream()
        .filter(melding -> melding.from().equals(platform.ours().kontoId()))
        .collect(Collectors.groupingBy(Melding::klientMeldingId));
    for (Letter letter : local.written()) {
      List<Melding> sent = sends.remove(letter.messageId().toString());
      if (!letter.isAccepted()) {
        add(letter, Wrong.LOST, letter + " was never accepted");
      } else if (sent == null) {
        add(
            letter,
            Wrong.LOST,
            letter + " never reached the platform: " + local.statuses(letter.messageId()));
      } else {
        sentAgain += sent.size() > 1 ? 1 : 0;
        checkContent(letter, sent);
        checkStatuses(letter, sent);
      }
    }
    for (List<Melding> strange : sends.values()) {
      checkStrange(strange);
    }
  }

  /** Sent under a klientMeldingId that no message has: its content tells whether it is one of ours by another name. */
  private void checkStrange(List<Melding> sent) throws IOException {
    for (Melding melding : sent) {
      List<TestFile> files = files(melding);
      Optional<Letter> letter = local.written().stream()
          .filter(written -> files.equals(List.of(written.file())))
          .findFirst();
      findings.add(new Finding(
          letter.map(Letter::trial).orElseGet(() -> local.written().get(0).trial()),
          letter.isPresent() ? Wrong.DOUBLED : Wrong.UNEXPLAINED,
          letter
                  .map(known -> known + " was sent under another klientMeldingId: ")
                  .orElse("Nobody wrote ")
              + melding));
    }
  }

  private void checkContent(Letter letter, List<Melding> sent) throws IOException {
    for (Melding melding : sent) {
      List<TestFile> files = files(melding);
      if (!files.equals(List.of(letter.file()))) {
        add(letter, Wrong.LOST, letter + " reads differently at its receiver: " + files);
      }
    }
  }

  private List<TestFile> files(Melding melding) throws IOException {
    return TestFile.unzipped(new ByteArrayInputStream(platform.read(melding.meldingId())));
  }

  private void checkStatuses(Letter letter, List<Melding> sent) {
    List<Status> statuses = local.statuses(letter.messageId());
    Set<UUID> sentAs = sent.stream().map(Melding::meldingId).collect(Collectors.toSet());
    Set<String> seen = new HashSet<>();
    for (Status status : statuses) {
      if (!seen.add(status.name())) {
        add(letter, Wrong.UNEXPLAINED, letter + " has " + status.name() + " twice: " + statuses);
      }
      if (!status.name().equals("OPPRETTET") && !isProven(status, sentAs)) {
        add(letter, Wrong.FALSE_STATUS, letter + " shows " + status + " but was sent as " + sentAs);
      }
    }
    if (!seen.equals(Set.of("OPPRETTET", "SENDT", "MOTTATT", "LEVERT", "LEST"))) {
      add(letter, Wrong.UNEXPLAINED, letter + " came to " + statuses);
    }
  }

  /** Whether the platform's own book has what the status names as its evidence. */
  private boolean isProven(Status status, Set<UUID> sentAs) {
    UUID named = status.meldingId().orElse(null);
    if (named == null) {
      return false;
    }
    if (status.source().equals("FIKS_ANSWER")) {
      return status.name().equals("SENDT") && sentAs.contains(named);
    }
    Melding answer = meldinger.get(named);
    if (answer == null
        || !answer.from().equals(platform.robot())
        || !answer.svarPaMelding().map(sentAs::contains).orElse(false)) {
      return false;
    }
    return switch (status.name()) {
      case "LEST" -> answer.type().endsWith(".kvittering");
      case "SENDT", "MOTTATT", "LEVERT" ->
        answer.type().endsWith(".mottatt") || answer.type().endsWith(".kvittering");
      default -> false;
    };
  }

  private void checkIncoming() {
    Map<UUID, CrashTrial> trialOfAnswered = new HashMap<>();
    local.written().forEach(letter -> trialOfAnswered.put(letter.messageId(), letter.trial()));
    for (Melding melding : meldinger.values()) {
      if (!melding.to().equals(platform.ours().kontoId())) {
        continue;
      }
      Incoming written = incoming.get(melding.meldingId());
      CrashTrial trial = written == null ? answered(melding, trialOfAnswered) : written.trial();
      if (!melding.state().equals("ACKED")) {
        findings.add(new Finding(trial, Wrong.LOST, "Never taken over by the gateway: " + melding));
      } else if (melding.hasPayload()) {
        offered++;
        checkInboxItem(melding, trial, written);
      }
    }
    local
        .offeredAgain()
        .forEach(id -> findings.add(new Finding(
            incoming.containsKey(id)
                ? incoming.get(id).trial()
                : local.written().get(0).trial(),
            Wrong.DOUBLED,
            "Offered again after its deletion: " + id)));
    incoming.keySet().stream().filter(id -> !meldinger.containsKey(id)).forEach(id -> {
      throw new IllegalStateException("The simulator has forgotten " + id);
    });
  }

  private CrashTrial answered(Melding answer, Map<UUID, CrashTrial> trials) {
    return answer
        .svarPaMelding()
        .map(meldinger::get)
        .map(question -> trials.get(UUID.fromString(question.klientMeldingId())))
        .orElseGet(() -> local.written().get(0).trial());
  }

  private void checkInboxItem(Melding melding, CrashTrial trial, @Nullable Incoming written) {
    TestFile taken = local.taken().get(melding.meldingId());
    List<String> statuses =
        local.statuses(melding.meldingId()).stream().map(Status::name).toList();
    if (taken == null) {
      findings.add(new Finding(
          trial, Wrong.LOST, "Never offered to the local system: " + melding + " " + statuses));
    } else if (written != null && !taken.equals(written.file())) {
      findings.add(new Finding(trial, Wrong.LOST, melding + " was handed out with other content"));
    } else if (!statuses.equals(
        List.of("OPPRETTET", "INNKOMMENDE_MOTTATT", "INNKOMMENDE_LEVERT"))) {
      boolean twice = statuses.stream().distinct().count() < statuses.size();
      findings.add(new Finding(
          trial, twice ? Wrong.DOUBLED : Wrong.UNEXPLAINED, melding + " came to " + statuses));
    }
  }

  private void add(Letter letter, Wrong wrong, String what) {
    findings.add(new Finding(letter.trial(), wrong, what));
  }
}
