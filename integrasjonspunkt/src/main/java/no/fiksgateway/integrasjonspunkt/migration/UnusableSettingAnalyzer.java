package no.fiksgateway.integrasjonspunkt.migration;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which setting keeps the gateway from starting. */
final class UnusableSettingAnalyzer extends AbstractFailureAnalyzer<UnusableSettingException> {
  @Override
  protected FailureAnalysis analyze(Throwable failure, UnusableSettingException cause) {
    return new FailureAnalysis(
        "The setting " + cause.setting() + " cannot be used: " + cause.reason(),
        "Correct the setting, or write it under our own name; docs/migration.md has both.",
        cause);
  }
}
