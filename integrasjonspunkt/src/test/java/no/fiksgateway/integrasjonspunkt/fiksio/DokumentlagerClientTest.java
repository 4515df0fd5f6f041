package no.fiksgateway.integrasjonspunkt.fiksio;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.inbound.Dokumentlager;
import no.fiksgateway.integrasjonspunkt.inbound.Dokumentlager.DownloadOutcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DokumentlagerClientTest {
  private static final UUID ID = UUID.fromString("0b1e2c3d-0000-4000-8000-0000000000aa");
  private static final String PATH = "/dokumentlager/nedlasting/" + ID;

  @RegisterExtension
  private final WireMockExtension platform =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  private FiksParts parts;
  private Dokumentlager dokumentlager;
  private final ByteArrayOutputStream sink = new ByteArrayOutputStream();

  @BeforeEach
  void connect() {
    URI url = URI.create(platform.baseUrl());
    parts = new FiksParts(
        FiksParts.KONTO,
        FiksParts.settings(url, Duration.ofSeconds(3)),
        FiksParts.maskinporten(url.resolve("/token"), "client"));
    dokumentlager = new DokumentlagerClient(parts.settings, parts.api, parts.kontoer);
    platform.stubFor(
        post("/token").willReturn(okJson("{\"access_token\":\"t\",\"expires_in\":120}")));
  }

  @AfterEach
  void close() throws IOException {
    parts.close();
  }

  private void answers(ResponseDefinitionBuilder answer) {
    platform.stubFor(get(PATH).willReturn(answer));
  }

  private DownloadOutcome download(OutputStream to) throws IOException {
    return dokumentlager.download(FiksParts.KONTO.kontoId(), ID, to);
  }

  @Test
  void aBodyIsFetchedAsOurAccount() throws IOException {
    answers(aResponse().withBody("ciphertext"));

    assertThat(download(sink)).isEqualTo(new DownloadOutcome.Complete(10));
    assertThat(sink.toString(UTF_8)).isEqualTo("ciphertext");
    platform.verify(getRequestedFor(urlPathEqualTo(PATH))
        .withHeader("Authorization", equalTo("Bearer t"))
        .withHeader("IntegrasjonId", equalTo(FiksParts.KONTO.integrasjonId().toString()))
        .withHeader("IntegrasjonPassord", equalTo("hemmelig")));
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410})
  void whatIsNoLongerThereIsGone(int status) throws IOException {
    answers(aResponse().withStatus(status).withBody("{\"message\":\"borte\"}"));

    assertThat(download(sink)).isEqualTo(new DownloadOutcome.Gone(status));
    assertThat(sink.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 206, 302, 400, 401, 403, 429, 500, 503})
  void anyOtherAnswerIsNotTheBody(int status) throws IOException {
    answers(aResponse().withStatus(status).withBody("{\"message\":\"noe annet\"}"));

    assertThat(download(sink)).isInstanceOf(DownloadOutcome.Interrupted.class);
    assertThat(sink.size()).isZero();
  }

  @Test
  void aBodyShorterThanAnnouncedIsInterrupted() throws Exception {
    try (var cut = RawPlatform.thatAnswersOnceAndCloses(
        "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this much")) {
      assertThat(from(cut.uri())).isInstanceOf(DownloadOutcome.Interrupted.class);
    }
    try (var cut = RawPlatform.thatAnswersOnceAndCloses(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\ne\r\nonly this much\r\n")) {
      assertThat(from(cut.uri())).isInstanceOf(DownloadOutcome.Interrupted.class);
    }
  }

  private DownloadOutcome from(URI api) throws IOException {
    FiksSettings settings = FiksParts.settings(api, Duration.ofSeconds(3));
    FiksApi cut = new FiksApi(settings, parts.http, parts.tokens, FiksParts.JSON, parts.clock);
    return new DokumentlagerClient(settings, cut, parts.kontoer)
        .download(FiksParts.KONTO.kontoId(), ID, sink);
  }

  @Test
  void aConnectionThatBreaksIsInterrupted() throws IOException {
    answers(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

    assertThat(download(sink)).isInstanceOf(DownloadOutcome.Interrupted.class);
  }

  @Test
  void aBodyThatDripsIsNotWaitedForForever() throws IOException {
    answers(aResponse().withBody("x".repeat(1000)).withChunkedDribbleDelay(1000, 600_000));

    assertThat(download(sink))
        .asInstanceOf(type(DownloadOutcome.Interrupted.class))
        .satisfies(outcome -> assertThat(outcome.reason()).contains("not finished after PT3S"));
  }

  @Test
  void aSinkThatFailsIsTheCallersFailureAndTheRestIsNotFetched() {
    answers(aResponse().withBody("x".repeat(1000)).withChunkedDribbleDelay(1000, 600_000));
    IOException full = new IOException("disk full");

    assertThatThrownBy(() -> download(new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw full;
          }
        }))
        .isSameAs(full);
  }
}
