package no.fiksgateway.integrasjonspunkt.housekeeping;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The canaries' journal as it was when it was read last. */
@Component
class CanaryResults {
  private final CanaryFlights flights;
  private final CanarySettings settings;
  private volatile Map<KontoId, CanaryFlight> last = Map.of();

  CanaryResults(CanaryFlights flights, CanarySettings settings) {
    this.flights = flights;
    this.settings = settings;
  }

  void read() {
    if (settings.enabled()) {
      last = flights.findAll().stream()
          .collect(Collectors.toUnmodifiableMap(CanaryFlight::konto, Function.identity()));
    }
  }

  Optional<CanaryFlight> of(KontoId konto) {
    return Optional.ofNullable(last.get(konto));
  }

  /** A part of an account's last result; null where there is none yet. */
  <T> @Nullable T part(KontoId konto, Function<CanaryFlight, @Nullable T> part) {
    CanaryFlight flight = last.get(konto);
    return flight == null ? null : part.apply(flight);
  }
}
