package no.fiksgateway.integrasjonspunkt.access;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.OfKontoer;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** What the user of the current call may know. */
@Component
class AccessOfUser implements Access {
  private final Users users;

  AccessOfUser(Users users) {
    this.users = users;
  }

  @Override
  public boolean mayAnybodyKnow(@Nullable String heldTo) {
    return users.isAny(kontoer -> heldTo != null && kontoer.containsAll(OfKontoer.kontoer(heldTo)));
  }

  @Override
  public boolean doesAnybodySee(@Nullable String heldTo) {
    return users.isAny(kontoer -> heldTo != null && kontoer.equals(OfKontoer.kontoer(heldTo)));
  }

  @Override
  public Optional<Set<KontoId>> limit() {
    Authentication caller = SecurityContextHolder.getContext().getAuthentication();
    if (caller == null) {
      return Optional.empty();
    }
    Set<KontoId> kontoer = caller.getAuthorities().stream()
        .map(authority -> String.valueOf(authority.getAuthority()))
        .filter(authority -> authority.startsWith(Users.KONTO))
        .map(authority -> new KontoId(UUID.fromString(authority.substring(Users.KONTO.length()))))
        .collect(Collectors.toUnmodifiableSet());
    return kontoer.isEmpty() ? Optional.empty() : Optional.of(kontoer);
  }
}
