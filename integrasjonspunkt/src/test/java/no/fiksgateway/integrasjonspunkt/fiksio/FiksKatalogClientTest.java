package no.fiksgateway.integrasjonspunkt.fiksio;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import no.fiksgateway.integrasjonspunkt.katalog.Konto;
import no.fiksgateway.integrasjonspunkt.katalog.Kontokatalog;
import no.fiksgateway.integrasjonspunkt.katalog.Kontokatalog.KontoLookup;
import no.fiksgateway.integrasjonspunkt.katalog.Kontokatalog.NokkelLookup;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.Organisasjonsnummer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FiksKatalogClientTest {
  private static final KontoId ID = KontoId.of("0b1e2c3d-0000-4000-8000-0000000000aa");
  private static final String KONTO = "/fiks-io/katalog/api/v1/kontoer/" + ID;
  private static final String NOKKEL = KONTO + "/offentligNokkel";

  @RegisterExtension
  private final WireMockExtension platform =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  private FiksParts parts;
  private Kontokatalog katalog;

  @BeforeEach
  void connect() {
    URI url = URI.create(platform.baseUrl());
    parts = new FiksParts(
        FiksParts.KONTO,
        FiksParts.settings(url, Duration.ofSeconds(20)),
        FiksParts.maskinporten(url.resolve("/token"), "client"));
    katalog = new FiksKatalogClient(parts.api, parts.kontoer);
    platform.stubFor(
        post("/token").willReturn(okJson("{\"access_token\":\"t\",\"expires_in\":120}")));
  }

  @AfterEach
  void close() throws IOException {
    parts.close();
  }

  private void answers(String path, ResponseDefinitionBuilder answer) {
    platform.stubFor(get(path).willReturn(answer));
  }

  @Nested
  class AnAccount {
    @Test
    void isDescribedAsTheKatalogDoes() {
      answers(KONTO, okJson("""
              {"kontoId":"x","kontoNavn":"Arkiv","fiksOrgId":"y","fiksOrgNavn":"Testby kommune",
               "organisasjonsnummer":"910000000","kommunenummer":"9999",
               "status":{"gyldigAvsender":true,"gyldigMottaker":true,"melding":null,
                         "antallKonsumenter":1,"antallUavhentedeMeldinger":7}}"""));

      assertThat(katalog.konto(ID))
          .isEqualTo(new KontoLookup.Found(new Konto(
              ID,
              "Arkiv",
              "Testby kommune",
              new Organisasjonsnummer("910000000"),
              true,
              true,
              1,
              7)));
      platform.verify(getRequestedFor(urlPathEqualTo(KONTO))
          .withHeader("Authorization", equalTo("Bearer t"))
          .withHeader("IntegrasjonPassord", equalTo("hemmelig")));
    }

    @Test
    void mayLackWhatIsNotNeededToSendToIt() {
      answers(
          KONTO, okJson("{\"status\":{\"gyldigMottaker\":true},\"organisasjonsnummer\":\"?\"}"));

      assertThat(katalog.konto(ID))
          .isEqualTo(new KontoLookup.Found(new Konto(ID, "", "", null, false, true, 0, 0)));
    }

    @Test
    void thatIsNotThereIsUnknown() {
      answers(KONTO, aResponse().withStatus(404));

      assertThat(katalog.konto(ID)).isEqualTo(new KontoLookup.Unknown(ID));
    }

    @Test
    void isNotJudgedByAnAnswerThatIsNotAnAccount() {
      for (ResponseDefinitionBuilder answer : List.of(
          okJson("{}"),
          aResponse().withBody("<html>"),
          aResponse().withStatus(401),
          aResponse().withStatus(500),
          aResponse().withFault(Fault.EMPTY_RESPONSE))) {
        answers(KONTO, answer);
        assertThat(katalog.konto(ID)).isInstanceOf(KontoLookup.Unavailable.class);
      }
    }

    @Test
    void isNotJudgedWhileMaskinportenIsAway() {
      platform.stubFor(post("/token").willReturn(aResponse().withStatus(503)));

      assertThat(katalog.konto(ID))
          .asInstanceOf(type(KontoLookup.Unavailable.class))
          .satisfies(answer -> assertThat(answer.reason()).contains("Maskinporten"));
    }
  }

  @Nested
  class AKey {
    @Test
    void isAskedForWithoutCredentials() throws Exception {
      var certificate = FiksParts.KONTO.signer().certificate();
      String pem = "-----BEGIN CERTIFICATE-----\\n"
          + Base64.getEncoder().encodeToString(certificate.getEncoded())
          + "\\n-----END CERTIFICATE-----\\n";
      answers(NOKKEL, okJson("{\"nokkel\":\"" + pem + "\",\"valid\":true}"));

      assertThat(katalog.offentligNokkel(ID)).isEqualTo(new NokkelLookup.Found(certificate));
      platform.verify(getRequestedFor(urlPathEqualTo(NOKKEL))
          .withHeader("Authorization", absent())
          .withHeader("IntegrasjonId", absent())
          .withHeader("IntegrasjonPassord", absent()));
    }

    @Test
    void thatHasNotBeenPublishedIsMissing() {
      answers(NOKKEL, aResponse().withStatus(404));
      assertThat(katalog.offentligNokkel(ID)).isEqualTo(new NokkelLookup.Missing(ID));

      answers(NOKKEL, okJson("{\"nokkel\":null}"));
      assertThat(katalog.offentligNokkel(ID)).isEqualTo(new NokkelLookup.Missing(ID));
    }

    @Test
    void thatIsNotACertificateIsNotUsed() {
      answers(NOKKEL, okJson("{\"nokkel\":\"-----BEGIN PUBLIC KEY-----\"}"));

      assertThat(katalog.offentligNokkel(ID)).isInstanceOf(NokkelLookup.Unavailable.class);
    }

    @Test
    void isNotJudgedByAnAnswerThatIsNoKey() {
      for (ResponseDefinitionBuilder answer : List.of(
          aResponse().withBody("<html>"),
          aResponse().withStatus(503),
          aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))) {
        answers(NOKKEL, answer);
        assertThat(katalog.offentligNokkel(ID)).isInstanceOf(NokkelLookup.Unavailable.class);
      }
    }
  }
}
