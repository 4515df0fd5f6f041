package no.fiksgateway.integrasjonspunkt.jobs;

import java.time.Instant;

/**
 * A kind of durable work. A job is named by its kind and the id of what it is about; asked for twice, it runs once.
 *
 * <p>It runs at least once: a process that dies in the middle leaves the job to whichever instance finds it, so every
 * step must bear being done again.
 */
public interface Job {
  JobKind kind();

  /**
   * Does the work for one id. An exception means that the job could not run; it is tried again with growing pauses.
   */
  Result run(String id);

  /** What is to happen with the job. */
  sealed interface Result {
    record Done() implements Result {}

    /** To be run again at this time. */
    record Again(Instant at) implements Result {}
  }

  Result DONE = new Result.Done();

  static Result again(Instant at) {
    return new Result.Again(at);
  }
}
