package no.fiksgateway.integrasjonspunkt.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import no.fiksgateway.integrasjonspunkt.konto.EgneKontoer;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** The users of the settings. What each is held to goes with it as its authorities. */
@Component
class Users implements UserDetailsService {
  /** Of a user that is held to no account. */
  static final String ALL_KONTOER = "ALL_KONTOER";

  /** With an id: of a user that is held to this account, and perhaps to others. */
  static final String KONTO = "KONTO_";

  private static final String BCRYPT = "{bcrypt}";
  private static final String PLAIN = "{noop}";

  private final Map<String, User> byName = new LinkedHashMap<>();
  private final List<Set<UUID>> heldTo = new ArrayList<>();

  Users(AccessSettings settings, EgneKontoer kontoer, PasswordEncoder encoder) {
    for (int i = 0; i < settings.users().size(); i++) {
      AccessSettings.User user = settings.users().get(i);
      String property = "integrasjonspunkt.access.users[" + i + "]";
      for (UUID konto : user.kontoer()) {
        if (kontoer.find(new KontoId(konto)).isEmpty()) {
          throw new InvalidConfigurationPropertyValueException(
              property + ".kontoer",
              konto,
              "It must be one of the accounts in integrasjonspunkt.kontoer.");
        }
      }
      heldTo.add(Set.copyOf(user.kontoer()));
      User known = new User(
          user.name(),
          hash(user.password().value(), property + ".password", encoder),
          authorities(user));
      if (byName.put(user.name(), known) != null) {
        throw new InvalidConfigurationPropertyValueException(
            property + ".name", user.name(), "The user is listed twice.");
      }
    }
  }

  private static List<GrantedAuthority> authorities(AccessSettings.User user) {
    return AuthorityUtils.createAuthorityList(
        user.kontoer().isEmpty()
            ? List.of(ALL_KONTOER)
            : user.kontoer().stream().map(konto -> KONTO + konto).toList());
  }

  /** Plain text becomes a hash too: to refuse a call then takes the same time whoever it says it is from. */
  private static String hash(String password, String property, PasswordEncoder encoder) {
    if (password.startsWith(BCRYPT)) {
      return password.substring(BCRYPT.length());
    }
    try {
      String plain = password.startsWith(PLAIN) ? password.substring(PLAIN.length()) : password;
      return String.valueOf(encoder.encode(plain));
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigurationPropertyValueException(
          property, "******", "It cannot be hashed: " + e.getMessage() + ".", e);
    }
  }

  /** Whether there is one who knows all accounts, as anybody does where there are no users, or such a one. */
  boolean isAny(Predicate<Set<UUID>> heldToThese) {
    return isEmpty()
        || heldTo.stream().anyMatch(kontoer -> kontoer.isEmpty() || heldToThese.test(kontoer));
  }

  boolean isEmpty() {
    return byName.isEmpty();
  }

  @Override
  public UserDetails loadUserByUsername(String name) {
    User known = byName.get(name);
    if (known == null) {
      throw new UsernameNotFoundException("No such user");
    }
    // A copy: what is handed out loses its password when the call has been let in.
    return User.withUserDetails(known).build();
  }
}
