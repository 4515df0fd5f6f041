package no.fiksgateway.integrasjonspunkt.fiksio;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import no.fiksgateway.integrasjonspunkt.konto.EgenKonto;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls of the platform's APIs on behalf of one of our accounts, with the three headers it knows us by (KS: Fiks-plattformen
 * documentation, section Integrasjoner).
 */
@Component
class FiksApi {
  private final FiksSettings settings;
  private final PlatformHttp http;
  private final MaskinportenTokens tokens;
  private final JsonMapper json;
  private final Clock clock;

  FiksApi(
      FiksSettings settings,
      PlatformHttp http,
      MaskinportenTokens tokens,
      JsonMapper json,
      Clock clock) {
    this.settings = settings;
    this.http = http;
    this.tokens = tokens;
    this.json = json;
    this.clock = clock;
  }

  URI uri(String path) {
    String base = settings.apiUrl().toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }

  /**
   * Sends a request as {@code konto}; where the platform answers 401, once more with a new token.
   *
   * @param requests makes the request, anew for each time it is sent
   * @param reader takes every other answer, and a second 401
   * @throws TokenUnavailableException when there was no token to ask with; what had been answered before was 401
   */
  <T> T call(
      EgenKonto konto,
      Supplier<? extends HttpUriRequestBase> requests,
      Duration atMost,
      HttpClientResponseHandler<T> reader)
      throws IOException {
    String token = tokens.token();
    Optional<T> answer = http.exchange(
        authorised(requests.get(), konto, token),
        atMost,
        response -> response.getCode() == HttpStatus.SC_UNAUTHORIZED
            ? Optional.empty()
            : Optional.of(reader.handleResponse(response)));
    if (answer.isPresent()) {
      return answer.get();
    }
    return http.exchange(
        authorised(requests.get(), konto, tokens.insteadOf(token)), atMost, reader);
  }

  /** Looks something up as {@code konto}. */
  PlatformAnswer get(EgenKonto konto, String path) throws IOException {
    return call(konto, () -> new HttpGet(uri(path)), settings.lookupTimeout(), this::read);
  }

  /** Looks up what the platform tells anybody. */
  PlatformAnswer getOpen(String path) throws IOException {
    return http.exchange(new HttpGet(uri(path)), settings.lookupTimeout(), this::read);
  }

  PlatformAnswer read(ClassicHttpResponse response) throws IOException {
    return PlatformAnswer.read(response, json, clock);
  }

  private static HttpUriRequestBase authorised(
      HttpUriRequestBase request, EgenKonto konto, String token) {
    request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
    request.setHeader("IntegrasjonId", konto.integrasjonId().toString());
    request.setHeader("IntegrasjonPassord", konto.integrasjonPassord().value());
    return request;
  }
}
