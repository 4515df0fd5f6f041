package no.fiksgateway.integrasjonspunkt.jobs;

/**
 * Where jobs wait, each queue with a table and threads of its own: what is slow in one holds up nothing in another.
 *
 * <p>{@link #DEADLINES} is for work that asks nobody outside and takes milliseconds, so that it is done in time whatever
 * the platform does.
 */
public enum JobQueue {
  DEADLINES("scheduled_deadlines"),
  SENDS("scheduled_sends"),
  OTHERS("scheduled_tasks");

  private final String table;

  JobQueue(String table) {
    this.table = table;
  }

  String table() {
    return table;
  }
}
