package no.fiksgateway.simulator.platform;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.X509CertUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import no.fiksgateway.simulator.queue.MovableClock;
import org.jspecify.annotations.Nullable;

/**
 * Gives tokens for signed assertions and knows its own again, as Maskinporten does (Digdir: Maskinporten, "JWT
 * grants"; RFC 7523).
 *
 * <p>A client's clock is the real one, the platform's may have been moved. So an assertion and the {@code exp} a client
 * reads go by the real time, and a claim of our own says when the token is over for the platform.
 */
public final class Maskinporten {
  /** How long a token is good for. */
  public static final Duration TOKEN_LIFETIME = Duration.ofMinutes(2);

  private static final Duration LONGEST_ASSERTION = Duration.ofMinutes(2);
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(10);
  private static final Set<String> DIGDIRS_AUDIENCES =
      Set.of("https://test.maskinporten.no/", "https://maskinporten.no/");
  private static final String PLATFORM_EXPIRY = "fiks-simulator/platform-exp";

  private final Kontoer kontoer;
  private final MovableClock clock;
  private final KeyPair keys;

  Maskinporten(Kontoer kontoer, TestAuthority authority, MovableClock clock) {
    this.kontoer = kontoer;
    this.clock = clock;
    this.keys = authority.newRsaKeys();
  }

  /** Why no token was given; {@link #error} is one of the codes of RFC 6749 section 5.2. */
  public static final class TokenRefused extends Exception {
    private static final long serialVersionUID = 1L;
    private final String error;

    TokenRefused(String error, String description) {
      super(description);
      this.error = error;
    }

    public String error() {
      return error;
    }
  }

  /** A token, and the scope it is for. */
  public record Token(String value, String scope) {}

  /**
   * Exchanges an assertion.
   *
   * @param self the address of the token endpoint as this simulator is reached; its parent path is an audience too
   */
  public Token exchange(String assertion, URI self) throws TokenRefused {
    try {
      SignedJWT jwt = SignedJWT.parse(assertion);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      String organisation = organisationOf(claims.getIssuer());
      checkSignature(jwt, organisation);
      checkAudience(claims, self);
      checkTimes(claims);
      String scope = claims.getStringClaim("scope");
      return issue(claims.getIssuer(), organisation, scope == null ? "" : scope);
    } catch (ParseException e) {
      throw new TokenRefused(
          "invalid_grant", "the assertion is not a signed JWT: " + e.getMessage());
    } catch (JOSEException e) {
      throw new TokenRefused("invalid_grant", "the signature cannot be checked: " + e.getMessage());
    }
  }

  /** The organisation a token was given to, if the token is ours and still good on the platform's clock. */
  Optional<String> organisationOfToken(String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      if (!jwt.verify(new RSASSAVerifier((RSAPublicKey) keys.getPublic()))) {
        return Optional.empty();
      }
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      Instant end = Instant.ofEpochMilli(claims.getLongClaim(PLATFORM_EXPIRY));
      return clock.instant().isBefore(end)
          ? Optional.of(claims.getStringClaim("organisasjonsnummer"))
          : Optional.empty();
    } catch (ParseException | JOSEException e) {
      return Optional.empty();
    }
  }

  private String organisationOf(@Nullable String clientId) throws TokenRefused {
    return kontoer.all().stream()
        .filter(konto -> konto.maskinportenClientId().equals(clientId))
        .map(Konto::organisasjonsnummer)
        .findFirst()
        .orElseThrow(() -> new TokenRefused(
            "invalid_client",
            "no client has the id "
                + clientId
                + "; use the maskinportenClientId that creating the account answered"));
  }

  private void checkSignature(SignedJWT jwt, String organisation)
      throws TokenRefused, JOSEException {
    if (!JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm())) {
      throw new TokenRefused("invalid_grant", "the assertion must be signed with RS256");
    }
    List<Base64> x5c = jwt.getHeader().getX509CertChain();
    List<X509Certificate> candidates =
        x5c == null || x5c.isEmpty() ? registered(organisation) : presented(x5c, organisation);
    for (X509Certificate candidate : candidates) {
      if (candidate.getPublicKey() instanceof RSAPublicKey key
          && jwt.verify(new RSASSAVerifier(key))) {
        return;
      }
    }
    throw new TokenRefused("invalid_grant", "the assertion's signature does not verify");
  }

  private List<X509Certificate> registered(String organisation) {
    return kontoer.all().stream()
        .filter(konto -> konto.organisasjonsnummer().equals(organisation))
        .map(Konto::sertifikat)
        .toList();
  }

  private static List<X509Certificate> presented(List<Base64> x5c, String organisation)
      throws TokenRefused {
    X509Certificate certificate = X509CertUtils.parse(x5c.get(0).decode());
    if (certificate == null) {
      throw new TokenRefused("invalid_grant", "the first entry of x5c is not a certificate");
    }
    Optional<String> named = SubjectOrganisation.of(certificate);
    if (named.isPresent() && !named.get().equals(organisation)) {
      throw new TokenRefused(
          "invalid_grant",
          "the certificate belongs to " + named.get() + ", the client to " + organisation);
    }
    return List.of(certificate);
  }

  private static void checkAudience(JWTClaimsSet claims, URI self) throws TokenRefused {
    String parent = self.resolve(".").toString();
    Set<String> ours = Set.of(self.toString(), parent, parent.substring(0, parent.length() - 1));
    if (claims.getAudience().stream()
        .noneMatch(aud -> ours.contains(aud) || DIGDIRS_AUDIENCES.contains(aud))) {
      throw new TokenRefused(
          "invalid_grant", "aud is " + claims.getAudience() + "; this issuer is " + parent);
    }
  }

  private void checkTimes(JWTClaimsSet claims) throws TokenRefused {
    Date issued = claims.getIssueTime();
    Date expires = claims.getExpirationTime();
    if (issued == null || expires == null) {
      throw new TokenRefused("invalid_grant", "the assertion needs iat and exp");
    }
    Instant now = clock.outsideTime();
    if (now.isAfter(expires.toInstant().plus(CLOCK_SKEW))) {
      throw new TokenRefused("invalid_grant", "the assertion expired at " + expires.toInstant());
    }
    if (issued.toInstant().isAfter(now.plus(CLOCK_SKEW))) {
      throw new TokenRefused("invalid_grant", "the assertion is from the future");
    }
    if (expires.toInstant().isAfter(issued.toInstant().plus(LONGEST_ASSERTION))) {
      throw new TokenRefused("invalid_grant", "exp may be at most 120 s after iat");
    }
  }

  private Token issue(String clientId, String organisation, String scope) throws JOSEException {
    Instant now = clock.outsideTime();
    SignedJWT token = new SignedJWT(
        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("fiks-simulator").build(),
        new JWTClaimsSet.Builder()
            .issuer("fiks-simulator")
            .claim("client_id", clientId)
            .claim("scope", scope)
            .claim("consumer", consumer(organisation))
            .claim("organisasjonsnummer", organisation)
            .claim(PLATFORM_EXPIRY, clock.instant().plus(TOKEN_LIFETIME).toEpochMilli())
            .jwtID(UUID.randomUUID().toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(TOKEN_LIFETIME)))
            .build());
    token.sign(new RSASSASigner(keys.getPrivate()));
    return new Token(token.serialize(), scope);
  }

  private static Map<String, Object> consumer(String organisation) {
    return Map.of("authority", "iso6523-actorid-upis", "ID", "0192:" + organisation);
  }
}
