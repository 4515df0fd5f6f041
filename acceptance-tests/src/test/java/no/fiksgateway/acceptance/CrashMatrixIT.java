package no.fiksgateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kills the gateway at the steps that matter and fails the platform under it. */
class CrashMatrixIT {
  @Test
  void aFewTellingDeathsLoseDoubleAndInventNothing() throws Exception {
    List<CrashTrial> trials = CrashTrial.telling();
    nothingGoesWrong(trials, trials.size(), Duration.ofMinutes(60), 1);
  }

  /**
   * {@code crash.lives} lives, by default each trial once, as long as {@code crash.minutes} allow, on
   * {@code crash.gateways} gateways at a time.
   */
  @Tag("full")
  @Test
  void noDeathLosesDoublesOrInventsAnything() throws Exception {
    List<CrashTrial> trials = CrashTrial.all();
    nothingGoesWrong(
        trials,
        Integer.getInteger("crash.lives", trials.size()),
        Duration.ofMinutes(Integer.getInteger("crash.minutes", 60)),
        Integer.getInteger("crash.gateways", 3));
  }

  private static void nothingGoesWrong(
      List<CrashTrial> trials, int lives, Duration atMost, int gateways) throws Exception {
    CrashCampaign campaign =
        new CrashCampaign(trials, lives, gateways, Instant.now().plus(atMost));
    campaign.run();
    assertThat(campaign.broken()).isEmpty();
    assertThat(campaign.neverReached()).as("trials that never happened").isEmpty();
    assertThat(campaign.findings()).isEmpty();
  }
}
