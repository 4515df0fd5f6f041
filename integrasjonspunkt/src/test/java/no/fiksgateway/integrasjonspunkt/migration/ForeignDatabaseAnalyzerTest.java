package no.fiksgateway.integrasjonspunkt.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.DriverManager;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;

class ForeignDatabaseAnalyzerTest {
  private static final String URL = "jdbc:h2:mem:foreign;DB_CLOSE_DELAY=-1";

  @Test
  void aDatabaseOfAnotherGatewayIsLeftAloneAndCalledByItsName() throws Exception {
    try (Connection connection = DriverManager.getConnection(URL)) {
      connection.createStatement().execute("create table conversation (id bigint)");
      Flyway flyway = Flyway.configure().dataSource(URL, "", "").load();
      FlywayException failure = catchThrowableOfType(FlywayException.class, flyway::migrate);

      assertThat(new ForeignDatabaseAnalyzer().analyze(new IllegalStateException(failure)))
          .extracting(analysis -> analysis.getDescription() + analysis.getAction())
          .asString()
          .contains("difi.datasource.url", "an empty database", "docs/migration.md");
    }
  }
}
