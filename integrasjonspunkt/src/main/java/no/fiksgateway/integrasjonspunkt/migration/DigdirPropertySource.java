package no.fiksgateway.integrasjonspunkt.migration;

import java.util.Map;
import java.util.stream.Collectors;
import no.fiksgateway.integrasjonspunkt.migration.DigdirSettings.TakenOver;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.MapPropertySource;

/** Settings of ours that stand under other names. Where one is refused, its origin says which name the user knows. */
final class DigdirPropertySource extends MapPropertySource implements OriginLookup<String> {
  private final Map<String, TakenOver> taken;

  DigdirPropertySource(Map<String, TakenOver> taken) {
    super(
        "settings of Digdir's integrasjonspunkt",
        taken.entrySet().stream()
            .collect(Collectors.toMap(
                Map.Entry::getKey, setting -> setting.getValue().value())));
    this.taken = taken;
  }

  @Override
  public @Nullable Origin getOrigin(String name) {
    TakenOver setting = taken.get(name);
    return setting == null ? null : new OtherName(setting.from());
  }

  private record OtherName(String from) implements Origin {
    @Override
    public String toString() {
      return from;
    }
  }
}
