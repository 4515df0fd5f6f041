package no.fiksgateway.integrasjonspunkt.api;

import jakarta.validation.ConstraintViolation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.BindingResult;

/**
 * What is wrong with one document, gathered so that the client hears of all of it at once: first what the document itself
 * shows, then what others have to be asked about it.
 */
final class Findings {
  /** How the peer names the document in the findings of its one-step call. */
  private static final String ONE_STEP = "createAndSendMessage.sbd.";

  private final String prefix;
  private final List<Finding> shown;
  private final List<Problem> learned = new ArrayList<>();

  private Findings(String prefix, List<Finding> shown) {
    this.prefix = prefix;
    this.shown = shown;
  }

  static Findings none() {
    return new Findings("", List.of());
  }

  static Findings ofBody(BindingResult result) {
    return new Findings("", result.getAllErrors().stream().map(Finding::of).toList());
  }

  /** In the other layout, which the peer uses for the one-step call. */
  static Findings ofOneStep(Collection<ConstraintViolation<StandardBusinessDocument>> violations) {
    return new Findings(
        ONE_STEP,
        violations.stream()
            .map(violation -> Finding.of(violation, ONE_STEP))
            .sorted(Comparator.comparing(Finding::objectName))
            .toList());
  }

  /**
   * Takes a step that reads these members of the document, and keeps the reason if it is refused. Not taken, and answered
   * with null, where one of them is at fault already.
   */
  <T> @Nullable T step(Supplier<@Nullable T> step, String... members) {
    if (Stream.of(members).anyMatch(this::isAtFault)) {
      return null;
    }
    try {
      return step.get();
    } catch (Problem.ProblemException refused) {
      learned.add(refused.problem());
      return null;
    }
  }

  private boolean isAtFault(String member) {
    String name = prefix + member;
    return shown.stream()
        .map(finding -> Objects.requireNonNullElse(finding.field(), ""))
        .anyMatch(field -> field.equals(name)
            || field.startsWith(name + ".")
            || field.startsWith(name + "[")
            || name.startsWith(field + "."));
  }

  /** Ends the call if anything was found; a single reason keeps the name clients know it by. */
  void refuse() {
    if (shown.isEmpty() && learned.isEmpty()) {
      return;
    }
    List<Finding> all = Stream.concat(
            shown.stream(),
            learned.stream()
                .flatMap(problem -> problem.findings().stream())
                .map(finding -> prefix.isEmpty() ? finding : finding.under(prefix)))
        .toList();
    if (!shown.isEmpty()) {
      throw invalid(all).exceptionally();
    }
    Problem first = learned.stream()
        .filter(problem -> !problem.findings().isEmpty())
        .findFirst()
        .orElse(learned.get(0));
    throw first.with(all).exceptionally();
  }

  private Problem invalid(List<Finding> all) {
    return prefix.isEmpty()
        ? Problem.invalid("standardBusinessDocument", all)
        : Problem.of(
                ErrorCode.INVALID_MESSAGE,
                PeerException.CONSTRAINT_VIOLATION,
                all.stream()
                    .map(finding -> finding.field() + ": " + finding.defaultMessage())
                    .collect(Collectors.joining(", ")))
            .with(all);
  }
}
