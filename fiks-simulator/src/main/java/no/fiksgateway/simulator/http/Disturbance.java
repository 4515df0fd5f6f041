package no.fiksgateway.simulator.http;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import no.fiksgateway.simulator.fault.Fault;
import no.fiksgateway.simulator.fault.Faults;
import no.fiksgateway.simulator.fault.What;
import no.fiksgateway.simulator.fault.Where;
import no.fiksgateway.simulator.http.Router.Endpoint;
import no.fiksgateway.simulator.platform.Refusal;
import org.eclipse.jetty.io.EofException;

/** Puts an endpoint at the mercy of the faults for its part of the platform. */
final class Disturbance {
  private static final Set<What> TO_AN_UPLOAD =
      EnumSet.of(What.STATUS, What.DELAY, What.CLOSE_CONNECTION, What.LOSE_RESPONSE);
  private static final Set<What> TO_ANY_CALL =
      EnumSet.of(What.STATUS, What.DELAY, What.CLOSE_CONNECTION, What.LOSE_RESPONSE, What.TRUNCATE);

  private Disturbance() {}

  static Endpoint of(Where where, Faults faults, Endpoint endpoint) {
    Set<What> possible = where == Where.SEND ? TO_AN_UPLOAD : TO_ANY_CALL;
    return exchange -> {
      Optional<Fault> fault = faults.strike(where, possible);
      if (fault.isEmpty()) {
        return endpoint.answer(exchange);
      }
      return switch (fault.get().what()) {
        case STATUS -> {
          exchange.readToEnd();
          throw new Refusal(fault.get().status(), "the simulator was told to answer this");
        }
        case CLOSE_CONNECTION -> Reply.NONE;
        case LOSE_RESPONSE -> {
          endpoint.answer(exchange);
          yield Reply.NONE;
        }
        case TRUNCATE -> endpoint.answer(exchange).half();
        default -> {
          Reply late = endpoint.answer(exchange);
          pause(fault.get().delay());
          yield late;
        }
      };
    };
  }

  /** Keeps the client waiting. */
  static void pause(Duration time) throws IOException {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new EofException("stopped while a client was kept waiting").initCause(e);
    }
  }
}
