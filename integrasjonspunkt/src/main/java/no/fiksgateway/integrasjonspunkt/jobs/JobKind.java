package no.fiksgateway.integrasjonspunkt.jobs;

/**
 * A kind of job.
 *
 * @param name for example {@code send}. Stored: renaming it orphans what is waiting
 * @param queue where jobs of this kind wait. {@link JobQueue#OTHERS} also runs what an earlier version left there
 */
public record JobKind(String name, JobQueue queue) {}
