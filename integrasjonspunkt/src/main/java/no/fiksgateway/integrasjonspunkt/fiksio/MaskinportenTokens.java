package no.fiksgateway.integrasjonspunkt.fiksio;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import no.fiksgateway.asice.Virksomhetssertifikat;
import no.fiksgateway.integrasjonspunkt.konto.EgneKontoer;
import no.fiksgateway.integrasjonspunkt.konto.EgneSertifikater;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.entity.UrlEncodedFormEntity;
import org.apache.hc.core5.http.message.BasicNameValuePair;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Access tokens from Maskinporten, by the JWT grant of RFC 7523 (Digdir: Maskinporten documentation, section
 * "Maskinporten protocol: token"). A token is kept until shortly before it runs out; however many ask, Maskinporten is
 * asked by one at a time, and those who waited for a failed call share its failure.
 */
@Component
class MaskinportenTokens implements EgneSertifikater {
  private static final String KEY_STORE = "integrasjonspunkt.maskinporten.key-store";
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final Duration GRANT_LIFETIME = Duration.ofSeconds(120);

  private final MaskinportenSettings settings;
  private final FiksSettings fiks;
  private final Virksomhetssertifikat signer;
  private final PlatformHttp http;
  private final JsonMapper json;
  private final Clock clock;

  private final ReentrantLock oneCall = new ReentrantLock();
  private final AtomicInteger calls = new AtomicInteger();
  private @Nullable Token current;
  private @Nullable TokenUnavailableException failure;

  private record Token(String value, Instant usableUntil) {}

  MaskinportenTokens(
      MaskinportenSettings settings,
      FiksSettings fiks,
      EgneKontoer kontoer,
      PlatformHttp http,
      JsonMapper json,
      Clock clock) {
    this.settings = settings;
    this.fiks = fiks;
    this.signer = settings.keyStore() == null
        ? kontoer.all().get(0).signer()
        : settings.keyStore().read(KEY_STORE);
    this.http = http;
    this.json = json;
    this.clock = clock;
  }

  @Override
  public List<Sertifikat> sertifikater() {
    return settings.keyStore() == null
        ? List.of()
        : List.of(new Sertifikat(KEY_STORE, signer.certificate()));
  }

  /** A token that is good for at least {@code renewBefore}. */
  String token() throws TokenUnavailableException {
    return tokenOtherThan(null);
  }

  /**
   * Another token than one that the platform did not take. It stays in use until the new one is there: what is wrong may be
   * wrong with the account that was told so, and all accounts share it.
   */
  String insteadOf(String refused) throws TokenUnavailableException {
    return tokenOtherThan(refused);
  }

  private String tokenOtherThan(@Nullable String refused) throws TokenUnavailableException {
    int callsBefore = calls.get();
    oneCall.lock();
    try {
      if (current != null
          && clock.instant().isBefore(current.usableUntil())
          && !current.value().equals(refused)) {
        return current.value();
      }
      if (failure != null && calls.get() != callsBefore) {
        throw new TokenUnavailableException(String.valueOf(failure.getMessage()), failure);
      }
      return renew();
    } finally {
      oneCall.unlock();
    }
  }

  private String renew() throws TokenUnavailableException {
    try {
      Token token = ask();
      current = token;
      failure = null;
      return token.value();
    } catch (TokenUnavailableException e) {
      failure = e;
      throw e;
    } finally {
      calls.incrementAndGet();
    }
  }

  private Token ask() throws TokenUnavailableException {
    Instant now = clock.instant();
    HttpPost request = new HttpPost(settings.tokenUri());
    request.setEntity(new UrlEncodedFormEntity(List.of(
        new BasicNameValuePair("grant_type", GRANT),
        new BasicNameValuePair("assertion", grant(now)))));
    PlatformAnswer answer;
    try {
      answer = http.exchange(
          request, fiks.lookupTimeout(), response -> PlatformAnswer.read(response, json, clock));
    } catch (IOException e) {
      throw new TokenUnavailableException(
          "Maskinporten (" + settings.tokenUri() + ") could not be asked for a token: " + e
              + ". It is asked again at the next need; check that the address can be reached from here.",
          e);
    }
    String token = answer.text("access_token").orElse(null);
    if (!answer.isSuccess() || token == null) {
      throw new TokenUnavailableException(refusal(answer), null);
    }
    Duration lifetime = Duration.ofSeconds(answer.body().path("expires_in").asLong(0));
    return new Token(token, now.plus(lifetime).minus(settings.renewBefore()));
  }

  private String refusal(PlatformAnswer answer) {
    String said = answer
        .text("error")
        .map(error ->
            error + answer.text("error_description").map(text -> ": " + text).orElse(""))
        .orElseGet(answer::text);
    if (answer.status() >= 400 && answer.status() < 500) {
      return "Maskinporten refused the grant of client " + settings.clientId() + " (HTTP "
          + answer.status() + ", " + said + "). Check integrasjonspunkt.maskinporten.client-id,"
          + " .audience and .scope, and that the client belongs to the organisation of"
          + " integrasjonspunkt.virksomhetssertifikat.";
    }
    return "Maskinporten gave no token (HTTP " + answer.status() + ", " + said
        + "). It is asked again at the next need.";
  }

  private String grant(Instant now) {
    JWTClaimsSet claims = new JWTClaimsSet.Builder()
        .audience(settings.audience())
        .issuer(settings.clientId())
        .claim("scope", settings.scope())
        .jwtID(UUID.randomUUID().toString())
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(GRANT_LIFETIME)))
        .build();
    try {
      SignedJWT jwt = new SignedJWT(header(), claims);
      jwt.sign(new RSASSASigner(signer.privateKey()));
      return jwt.serialize();
    } catch (JOSEException | CertificateEncodingException e) {
      throw new IllegalStateException(
          "The key that signs for Maskinporten (integrasjonspunkt.maskinporten.key-store, or else"
              + " integrasjonspunkt.virksomhetssertifikat) cannot sign a Maskinporten grant. It must be an RSA key"
              + " of at least 2048 bits.",
          e);
    }
  }

  private JWSHeader header() throws CertificateEncodingException {
    JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.RS256);
    if (settings.kid() != null) {
      return header.keyID(settings.kid()).build();
    }
    return header
        .x509CertChain(List.of(Base64.encode(signer.certificate().getEncoded())))
        .build();
  }
}
