package no.fiksgateway.integrasjonspunkt.access;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** What the user of the current call may know. */
@Component
class AccessOfUser implements Access {
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
