package no.fiksgateway.integrasjonspunkt.message;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What a database says of a value that it cannot hold: one that is too long, or has characters it does not know. */
public final class Unstorable {
  /** Class 22 of the SQL standard (ISO/IEC 9075-2, SQLSTATE): data exception. */
  private static final String DATA_EXCEPTION = "22";

  private Unstorable() {}

  /** Whether that is what lies behind a failure: the same would fail again. */
  public static boolean isCauseOf(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && sql.getSQLState() != null
          && sql.getSQLState().startsWith(DATA_EXCEPTION)) {
        return true;
      }
    }
    return false;
  }
}
