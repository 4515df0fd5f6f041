package no.fiksgateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kills the gateway at the steps that matter, cuts it off there, and fails the platform under it. */
class CrashMatrixIT {
  @Test
  void aFewTellingDeathsLoseDoubleAndInventNothing() throws Exception {
    telling(CrashDatabase.Kind.H2);
  }

  @Tag("full")
  @Test
  void norDoTheyOnPostgreSql() throws Exception {
    telling(CrashDatabase.Kind.POSTGRESQL);
  }

  private static void telling(CrashDatabase.Kind database) throws Exception {
    List<CrashTrial> trials = CrashTrial.telling();
    nothingGoesWrong(trials, trials.size(), Duration.ofMinutes(60), 1, database);
  }

  /**
   * {@code crash.runs} runs, by default each trial once, as long as {@code crash.minutes} allow, on {@code
   * crash.gateways} gateways at a time, with {@code crash.database} (h2, postgresql).
   */
  @Tag("full")
  @Test
  void noDeathLosesDoublesOrInventsAnything() throws Exception {
    List<CrashTrial> trials = CrashTrial.all();
    nothingGoesWrong(
        trials,
        Integer.getInteger("crash.runs", trials.size()),
        Duration.ofMinutes(Integer.getInteger("crash.minutes", 60)),
        Integer.getInteger("crash.gateways", 3),
        CrashDatabase.Kind.valueOf(
            System.getProperty("crash.database", "h2").toUpperCase(Locale.ROOT)));
  }

  private static void nothingGoesWrong(
      List<CrashTrial> trials, int runs, Duration atMost, int gateways, CrashDatabase.Kind database)
      throws Exception {
    CrashCampaign campaign =
        new CrashCampaign(trials, runs, gateways, Instant.now().plus(atMost), database);
    campaign.run();
    assertThat(campaign.broken()).isEmpty();
    assertThat(campaign.neverReached()).as("trials that never happened").isEmpty();
    assertThat(campaign.findings()).isEmpty();
  }
}
