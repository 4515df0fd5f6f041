package no.fiksgateway.integrasjonspunkt.fiksio;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MaskinportenTokensTest {
  @RegisterExtension
  private final WireMockExtension maskinporten = WireMockExtension.newInstance()
      .options(wireMockConfig().dynamicPort().globalTemplating(true))
      .build();

  private FiksParts parts;

  @BeforeEach
  void connect() {
    parts = parts(null);
  }

  @AfterEach
  void close() throws IOException {
    parts.close();
  }

  private FiksParts parts(@Nullable String kid) {
    URI url = URI.create(maskinporten.baseUrl());
    return new FiksParts(
        FiksParts.KONTO,
        FiksParts.settings(url, Duration.ofSeconds(20)),
        new MaskinportenSettings(
            url.resolve("/token"),
            "https://maskinporten.no/",
            "our-client",
            "ks:fiks",
            null,
            kid,
            Duration.ofSeconds(10)));
  }

  private void answers(ResponseDefinitionBuilder answer) {
    maskinporten.stubFor(post("/token").willReturn(answer));
  }

  /** A new token each time. */
  private void givesTokens(int seconds) {
    answers(okJson("{\"access_token\":\"{{randomValue length=8}}\",\"expires_in\":" + seconds
        + ",\"scope\":\"ks:fiks\"}"));
  }

  private void verifyCalls(int calls) {
    maskinporten.verify(calls, postRequestedFor(urlPathEqualTo("/token")));
  }

  private SignedJWT grant() throws Exception {
    String assertion = maskinporten
        .findAll(postRequestedFor(urlPathEqualTo("/token"))
            .withFormParam("grant_type", equalTo("urn:ietf:params:oauth:grant-type:jwt-bearer")))
        .get(0)
        .formParameter("assertion")
        .firstValue();
    return SignedJWT.parse(assertion);
  }

  @Test
  void theGrantSaysWhoAsksForWhatAndCarriesOnlyTheLeafCertificate() throws Exception {
    givesTokens(120);

    parts.tokens.token();

    SignedJWT grant = grant();
    var certificate = FiksParts.KONTO.signer().certificate();
    assertThat(grant.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
    assertThat(grant.getHeader().getX509CertChain())
        .containsExactly(Base64.encode(certificate.getEncoded()));
    assertThat(grant.verify(new RSASSAVerifier((RSAPublicKey) certificate.getPublicKey())))
        .isTrue();
    var claims = grant.getJWTClaimsSet();
    assertThat(claims.getAudience()).containsExactly("https://maskinporten.no/");
    assertThat(claims.getIssuer()).isEqualTo("our-client");
    assertThat(claims.getStringClaim("scope")).isEqualTo("ks:fiks");
    assertThat(claims.getJWTID()).isNotBlank();
    assertThat(claims.getExpirationTime().toInstant())
        .isEqualTo(claims.getIssueTime().toInstant().plusSeconds(120));
  }

  @Test
  void aRegisteredKeyIsNamedInPlaceOfTheCertificate() throws Exception {
    parts.close();
    parts = parts("key-7");
    givesTokens(120);

    parts.tokens.token();

    assertThat(grant().getHeader().getKeyID()).isEqualTo("key-7");
    assertThat(grant().getHeader().getX509CertChain()).isNull();
  }

  @Test
  void aTokenIsUsedUntilTenSecondsBeforeItRunsOut() throws Exception {
    givesTokens(120);
    String first = parts.tokens.token();
    parts.clock.forward(Duration.ofSeconds(100));
    assertThat(parts.tokens.token()).isEqualTo(first);

    parts.clock.forward(Duration.ofSeconds(11));

    assertThat(parts.tokens.token()).isNotEqualTo(first);
    verifyCalls(2);
  }

  @Test
  void aTokenShorterThanThatIsUsedOnce() throws Exception {
    givesTokens(5);
    parts.tokens.token();
    parts.tokens.token();
    verifyCalls(2);
  }

  @Test
  void onlyTheTokenThatWasRefusedIsReplaced() throws Exception {
    givesTokens(120);
    String first = parts.tokens.token();
    String second = parts.tokens.insteadOf(first);

    assertThat(second).isNotEqualTo(first);
    assertThat(parts.tokens.insteadOf(first)).isEqualTo(second);
    assertThat(parts.tokens.token()).isEqualTo(second);
    verifyCalls(2);
  }

  @Test
  void aTokenThatOneAccountWasRefusedServesTheOthersUntilThereIsAnother() throws Exception {
    givesTokens(120);
    String token = parts.tokens.token();
    answers(aResponse().withStatus(503));

    assertThatThrownBy(() -> parts.tokens.insteadOf(token))
        .isInstanceOf(TokenUnavailableException.class);

    assertThat(parts.tokens.token()).isEqualTo(token);
  }

  @Test
  void thoseWhoAskAtTheSameTimeShareOneCall() throws Exception {
    answers(okJson("{\"access_token\":\"{{randomValue length=8}}\",\"expires_in\":120}")
        .withFixedDelay(300));

    assertThat(eightAtOnce(() -> parts.tokens.token()))
        .hasSize(8)
        .containsOnly(parts.tokens.token());
    verifyCalls(1);
  }

  @Test
  void thoseWhoAskAtTheSameTimeShareOneFailure() throws Exception {
    answers(aResponse().withStatus(503).withFixedDelay(1000));

    List<String> failures = eightAtOnce(() -> {
      try {
        return parts.tokens.token();
      } catch (TokenUnavailableException e) {
        return String.valueOf(e.getMessage());
      }
    });

    assertThat(failures).hasSize(8).allSatisfy(text -> assertThat(text).contains("HTTP 503"));
    verifyCalls(1);
  }

  @Test
  void aFailureIsNotRememberedByThoseWhoAskLater() throws Exception {
    answers(aResponse().withStatus(503));
    assertThatThrownBy(() -> parts.tokens.token()).isInstanceOf(TokenUnavailableException.class);

    givesTokens(120);

    assertThat(parts.tokens.token()).isNotBlank();
  }

  @Test
  void aRefusalTellsWhatToCheck() {
    answers(okJson("{\"error\":\"invalid_client\",\"error_description\":\"unknown\"}")
        .withStatus(401));

    assertThatThrownBy(() -> parts.tokens.token())
        .isInstanceOf(TokenUnavailableException.class)
        .hasMessageContainingAll("our-client", "invalid_client: unknown", "virksomhetssertifikat");
  }

  @Test
  void whatIsNoTokenIsNotTakenForOne() {
    for (ResponseDefinitionBuilder answer : List.of(
        okJson("{}"),
        okJson("{\"access_token\":null}"),
        aResponse().withBody("<html>"),
        aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE))) {
      answers(answer);
      assertThatThrownBy(() -> parts.tokens.token()).isInstanceOf(TokenUnavailableException.class);
    }
  }

  private static List<String> eightAtOnce(Callable<String> call) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try {
      List<String> results = new ArrayList<>();
      for (Future<String> result : callers.invokeAll(java.util.Collections.nCopies(8, call))) {
        results.add(result.get());
      }
      return results;
    } finally {
      callers.shutdownNow();
    }
  }
}
