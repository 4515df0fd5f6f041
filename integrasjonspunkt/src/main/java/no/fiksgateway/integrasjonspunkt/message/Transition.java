package no.fiksgateway.integrasjonspunkt.message;

import java.util.List;

/** What a report does to a status. */
public sealed interface Transition {
  /** The status follows: {@code steps} holds every status to register, in order, the last being the reported one. */
  record Moved(OutgoingStatus from, List<OutgoingStatus> steps) implements Transition {}

  /** Said before: kept in the history, moves nothing. */
  record Repeated(OutgoingStatus current) implements Transition {}

  /** An earlier step of the normal course, overtaken by a later one: kept in the history, moves nothing. */
  record Late(OutgoingStatus current, OutgoingStatus reported) implements Transition {}

  /** At odds with what is already established: kept, shown to the operator and to the client as ANNET, moves nothing. */
  record Contradicted(OutgoingStatus current, OutgoingStatus reported) implements Transition {}
}
