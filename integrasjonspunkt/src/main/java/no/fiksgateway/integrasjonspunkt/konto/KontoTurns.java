package no.fiksgateway.integrasjonspunkt.konto;

import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import no.fiksgateway.integrasjonspunkt.jobs.Job;
import no.fiksgateway.integrasjonspunkt.jobs.JobKind;
import no.fiksgateway.integrasjonspunkt.jobs.JobQueue;
import no.fiksgateway.integrasjonspunkt.jobs.JobSettings;
import no.fiksgateway.integrasjonspunkt.jobs.Jobs;
import no.fiksgateway.integrasjonspunkt.jobs.Turns;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import org.springframework.stereotype.Component;

/** Sees to it that an account for which nothing comes to an end leaves the others threads to send and receive with. */
@Component
public class KontoTurns {
  private final Map<JobQueue, Turns<KontoId>> turns = new EnumMap<>(JobQueue.class);

  KontoTurns(EgneKontoer kontoer, JobSettings settings, Jobs jobs, Clock clock) {
    for (JobQueue queue : JobQueue.values()) {
      turns.put(
          queue,
          Turns.among(
              kontoer.all().size(), settings.threads(), clock, () -> jobs.lookAgain(queue)));
    }
  }

  /** Does the work of such a job in a turn of the account; where it has none left, the job is to be run again later. */
  public Job.Result of(KontoId konto, JobKind job, Supplier<Job.Result> work) {
    return Objects.requireNonNull(turns.get(job.queue())).of(konto, work);
  }
}
