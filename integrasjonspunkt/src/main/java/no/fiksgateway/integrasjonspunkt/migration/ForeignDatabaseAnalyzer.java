package no.fiksgateway.integrasjonspunkt.migration;

import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do where the gateway is given a database that somebody else uses, most likely the old gateway. */
final class ForeignDatabaseAnalyzer extends AbstractFailureAnalyzer<FlywayException> {
  @Override
  protected @Nullable FailureAnalysis analyze(Throwable failure, FlywayException cause) {
    if (cause.getErrorCode() != CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
      return null;
    }
    return new FailureAnalysis(
        "The database of spring.datasource.url (difi.datasource.url) holds tables that are not the gateway's. It was"
            + " left as it is.",
        "Give the gateway an empty database of its own. Nothing is taken over from the database of another gateway:"
            + " docs/migration.md says how to empty that one first.",
        cause);
  }
}
