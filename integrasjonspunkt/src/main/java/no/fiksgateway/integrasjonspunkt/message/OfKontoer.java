package no.fiksgateway.integrasjonspunkt.message;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The Hibernate filter that leaves only what belongs to certain accounts of ours. Every entity that belongs to an account
 * carries it, and where it is enabled no query and no load finds anything else, whoever wrote the query. A message out
 * belongs to the account that sends it, a message in to the one it came to, a status to its message's, and what somebody made
 * who is held to accounts to whoever is held to the same.
 */
public final class OfKontoer {
  public static final String FILTER = "ofKontoer";

  /** Its parameter: the ids of the accounts. */
  public static final String KONTOER = "kontoer";

  /** Its other parameter: the same as text, see {@link #heldTo}. */
  public static final String HELD_TO = "heldTo";

  /** Its condition for what belongs to whoever made it, in a column {@code held_to}. */
  public static final String MADE_BY = "{alias}.held_to = :heldTo";

  /** Its condition for an entity with a column {@code konto}. */
  public static final String KONTO = "{alias}.konto in (:kontoer)";

  static final String MESSAGE =
      "({alias}.direction = 'OUTGOING' and {alias}.avsender_konto in (:kontoer)"
          + " or {alias}.direction = 'INCOMING' and {alias}.mottaker_konto in (:kontoer))";

  /** Looks a status's own message up, instead of making a list of all messages that belong to the accounts. */
  static final String STATUS = "exists (select 1 from message m where m.id = {alias}.message and ("
      + "m.direction = 'OUTGOING' and m.avsender_konto in (:kontoer)"
      + " or m.direction = 'INCOMING' and m.mottaker_konto in (:kontoer)))";

  private OfKontoer() {}

  /** The ids of accounts as the database keeps them: sorted, with commas between. */
  public static String heldTo(Collection<KontoId> kontoer) {
    return kontoer.stream().map(KontoId::toString).sorted().collect(Collectors.joining(","));
  }

  /** Reads {@link #heldTo}; nothing for null. */
  public static Set<UUID> kontoer(@Nullable String heldTo) {
    return heldTo == null
        ? Set.of()
        : Arrays.stream(heldTo.split(",")).map(UUID::fromString).collect(Collectors.toSet());
  }
}
