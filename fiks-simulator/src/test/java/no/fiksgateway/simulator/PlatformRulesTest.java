package no.fiksgateway.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.JWTClaimsSet;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import no.fiksgateway.simulator.platform.Konto;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the platform takes and what it refuses, and what it says when time runs out. */
class PlatformRulesTest {
  private static final String TYPE = "no.test.fiksio.v1";
  private static final byte[] DATA = "ciphertext".getBytes(UTF_8);
  private static final byte[] NOTHING = {};

  private static FiksSimulator simulator;

  private Integrasjon kommune;
  private Integrasjon mottaker;

  @BeforeAll
  static void start() throws Exception {
    simulator = FiksSimulator.start();
  }

  @AfterAll
  static void stop() throws Exception {
    simulator.close();
  }

  @BeforeEach
  void openAccounts() throws Exception {
    kommune = Integrasjon.open(simulator, "987464291");
    mottaker = Integrasjon.open(simulator, "910000001");
  }

  @Nested
  class Send {
    @Test
    void theAnswerRepeatsTheMetadataAndAlwaysNamesATimeToLive() throws Exception {
      JsonNode answer = json(kommune.send(
          kommune.metadata(
              mottaker.kontoId(), TYPE, Map.of("headere", Map.of("klientMeldingId", "m"))),
          DATA));

      assertThat(answer.get("meldingType").asString()).isEqualTo(TYPE);
      assertThat(answer.get("ttl").asLong()).isEqualTo(7L * 24 * 3600 * 1000);
      assertThat(answer.get("headere").get("klientMeldingId").asString()).isEqualTo("m");
      assertThat(answer.get("dokumentlagerId").isNull()).isTrue();
    }

    @Test
    void anUnknownReceiverIsRefusedWithThePlatformsErrorBody() throws Exception {
      JsonNode error =
          json(refused(400, kommune.metadata(UUID.randomUUID(), TYPE, Map.of()), DATA));

      assertThat(error.get("path").asString()).isEqualTo("/fiks-io/api/v1/send");
      assertThat(error.get("error").asString()).isEqualTo("Bad Request");
      assertThat(UUID.fromString(error.get("errorId").asString())).isNotNull();
      assertThat(error.get("message").asString()).contains("Fant ingen mottaker");
    }

    @Test
    void aTimeToLiveBelowOneSecondIsRefused() throws Exception {
      refused(400, kommune.metadata(mottaker.kontoId(), TYPE, Map.of("ttl", 999)), DATA);
    }

    @Test
    void someoneElsesAccountIsNotOurs() throws Exception {
      refused(
          403,
          kommune.metadata(mottaker.kontoId(), TYPE, Map.of("avsenderKontoId", mottaker.kontoId())),
          DATA);
    }

    @Test
    void anUninvitedSenderIsRefused() throws Exception {
      Integrasjon picky = Integrasjon.open(
          simulator, "910000002", Map.of("acceptedSenders", List.of(mottaker.kontoId())));

      refused(400, kommune.metadata(picky.kontoId(), TYPE, Map.of()), DATA);
      mottaker.sends(picky.kontoId(), TYPE, DATA, Map.of());
    }

    @Test
    void aTypeOutsideTheReceiversProtocolsIsRefused() throws Exception {
      Integrasjon archive = Integrasjon.open(
          simulator, "910000002", Map.of("protocols", List.of("no.ks.fiks.arkiv.v1")));

      refused(400, kommune.metadata(archive.kontoId(), TYPE, Map.of()), DATA);
      refused(400, kommune.metadata(archive.kontoId(), "no.ks.fiks.arkiv.v11.x", Map.of()), DATA);
      kommune.sends(archive.kontoId(), "no.ks.fiks.arkiv.v1.innsyn.sok", DATA, Map.of());
    }

    @Test
    void aTypeTheSendersPartMayNotSendIsRefused() throws Exception {
      Integrasjon fagsystem = Integrasjon.open(
          simulator, "910000002", Map.of("sends", List.of("no.ks.fiks.arkiv.v1.innsyn")));

      assertThat(fagsystem
              .send(fagsystem.metadata(mottaker.kontoId(), TYPE, Map.of()), DATA)
              .statusCode())
          .isEqualTo(400);
      fagsystem.sends(mottaker.kontoId(), "no.ks.fiks.arkiv.v1.innsyn.sok", DATA, Map.of());
    }

    @Test
    void anAccountIsASenderToItselfLikeAnyOther() throws Exception {
      kommune.sends(kommune.kontoId(), TYPE, DATA, Map.of());

      Integrasjon picky = Integrasjon.open(
          simulator, "910000002", Map.of("acceptedSenders", List.of(mottaker.kontoId())));
      assertThat(
              picky.send(picky.metadata(picky.kontoId(), TYPE, Map.of()), DATA).statusCode())
          .isEqualTo(400);
    }

    @Test
    void payloadIsDemandedAndForbiddenAsTheMessageTypeSays() throws Exception {
      String opprett = "no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett";

      refused(400, kommune.metadata(mottaker.kontoId(), opprett, Map.of()), NOTHING);
      refused(400, kommune.metadata(mottaker.kontoId(), opprett + ".mottatt", Map.of()), DATA);
      kommune.sends(mottaker.kontoId(), TYPE, NOTHING, Map.of());
    }

    @Test
    void aFormThatBreaksOffIsRefusedAndNothingIsTaken() throws Exception {
      ByteArrayOutputStream form = new ByteArrayOutputStream();
      Map<String, Object> metadata = kommune.metadata(mottaker.kontoId(), TYPE, Map.of());
      Integrasjon.part(
          form, "metadata\"", "application/json", Integrasjon.JSON.writeValueAsBytes(metadata));
      Integrasjon.part(form, "data\"; filename=\"x\"", "application/octet-stream", DATA);

      HttpRequest request = kommune
          .authorized("/fiks-io/api/v1/send", kommune.token())
          .header("Content-Type", "multipart/form-data; boundary=grense")
          .POST(HttpRequest.BodyPublishers.ofByteArray(form.toByteArray()))
          .build();

      assertThat(Integrasjon.call(request).statusCode()).isEqualTo(400);
      assertThat(Integrasjon.adminGet(simulator, "/messages?kontoId=" + mottaker.kontoId()))
          .isEmpty();
    }

    @Test
    void aMissingReceiverInTheMetadataIsRefused() throws Exception {
      Map<String, Object> metadata =
          new HashMap<>(kommune.metadata(mottaker.kontoId(), TYPE, Map.of()));
      metadata.remove("mottakerKontoId");

      refused(400, metadata, DATA);
    }
  }

  @Nested
  class Tokens {
    @Test
    void aCallWithoutATokenIsRefused() throws Exception {
      HttpRequest.Builder request = HttpRequest.newBuilder(
          simulator.httpAddress().resolve("/fiks-io/katalog/api/v1/kontoer/" + kommune.kontoId()));

      assertThat(Integrasjon.call(request.build()).statusCode()).isEqualTo(401);
    }

    @Test
    void aWrongPasswordIsRefused() throws Exception {
      HttpRequest request = kommune
          .authorized("/fiks-io/katalog/api/v1/kontoer/" + kommune.kontoId(), kommune.token())
          .setHeader("IntegrasjonPassord", "feil")
          .build();

      assertThat(Integrasjon.call(request).statusCode()).isEqualTo(401);
    }

    @Test
    void anotherOrganisationsTokenIsForbidden() throws Exception {
      HttpRequest request = kommune
          .authorized("/fiks-io/katalog/api/v1/kontoer/" + kommune.kontoId(), mottaker.token())
          .build();

      assertThat(Integrasjon.call(request).statusCode()).isEqualTo(403);
    }

    @Test
    void anAssertionSignedByAnotherOrganisationIsRefused() throws Exception {
      String foreign = Integrasjon.assertion(
          simulator.virksomhetssertifikat("910000001"), claims().build());

      assertThat(kommune.requestToken(foreign).body()).contains("invalid_grant", "910000001");
    }

    @Test
    void anUnknownClientIsRefused() throws Exception {
      String unknown = Integrasjon.assertion(
          simulator.virksomhetssertifikat("987464291"),
          claims().issuer("ukjent").build());

      assertThat(kommune.requestToken(unknown).body()).contains("invalid_client");
    }

    @Test
    void anAssertionForAnotherIssuerIsRefused() throws Exception {
      assertThat(grant(claims().audience("https://example.org/").build()).body())
          .contains("aud");
    }

    @Test
    void anExpiredAssertionIsRefused() throws Exception {
      Date past = Date.from(Instant.now().minusSeconds(200));

      assertThat(grant(claims()
                  .issueTime(past)
                  .expirationTime(Date.from(past.toInstant().plusSeconds(120)))
                  .build())
              .body())
          .contains("expired");
    }

    @Test
    void anAssertionThatLivesTooLongIsRefused() throws Exception {
      assertThat(grant(claims()
                  .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                  .build())
              .body())
          .contains("120 s");
    }

    private HttpResponse<String> grant(JWTClaimsSet claims) throws Exception {
      return kommune.requestToken(
          Integrasjon.assertion(simulator.virksomhetssertifikat("987464291"), claims));
    }

    private JWTClaimsSet.Builder claims() {
      return new JWTClaimsSet.Builder()
          .issuer(kommune.account.get("maskinportenClientId").asString())
          .audience(simulator.httpAddress() + "/maskinporten/")
          .claim("scope", "ks:fiks")
          .issueTime(Date.from(Instant.now()))
          .expirationTime(Date.from(Instant.now().plusSeconds(100)));
    }
  }

  @Nested
  class Time {
    @Test
    void aMessageNobodyTakesEndsInATidsavbruddToItsSender() throws Exception {
      UUID meldingId = kommune.sends(
          mottaker.kontoId(),
          TYPE,
          DATA,
          Map.of("ttl", 172_800_000, "headere", Map.of("klientKorrelasjonId", "sak-1")));

      forward("P1D");
      assertThat(message(meldingId).get("state").asString()).isEqualTo("QUEUED");
      forward("P1D");

      assertThat(message(meldingId).get("state").asString()).isEqualTo("EXPIRED");
      JsonNode receipt = Integrasjon.adminGet(simulator, "/messages?kontoId=" + kommune.kontoId())
          .get(0);
      assertThat(receipt.get("meldingType").asString())
          .isEqualTo("no.ks.fiks.kvittering.tidsavbrudd");
      assertThat(receipt.get("svarPaMelding").asString()).isEqualTo(meldingId.toString());
      assertThat(receipt.get("headere").get("klientKorrelasjonId").asString()).isEqualTo("sak-1");
      try (Mottak mottak = new Mottak(kommune)) {
        await().until(() -> mottak.arrived.size() == 1);
        assertThat(Mottak.header(mottak.arrived.get(0), "svar-til-type")).isEqualTo(TYPE);
      }
    }

    @Test
    void aTokenIsOverWhenThePlatformsTimeSaysSoAndANewOneIsGoodAtOnce() throws Exception {
      String path = "/fiks-io/katalog/api/v1/kontoer/" + kommune.kontoId();
      String token = kommune.token();
      forward("PT2M");

      assertThat(Integrasjon.call(kommune.authorized(path, token).build()).statusCode())
          .isEqualTo(401);
      assertThat(kommune.get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void aDocumentIsDeletedADayAfterItsMessageExpired() throws Exception {
      UUID meldingId =
          kommune.sends(mottaker.kontoId(), TYPE, new byte[6_000_000], Map.of("ttl", 3_600_000));
      String path = "/dokumentlager/nedlasting/"
          + message(meldingId).get("dokumentlagerId").asString();
      assertThat(kommune.get(path).statusCode()).as("not the receiver").isEqualTo(403);

      forward("PT24H59M");
      assertThat(mottaker.get(path).statusCode()).isEqualTo(200);
      forward("PT1M");

      assertThat(mottaker.get(path).statusCode()).isEqualTo(410);
      assertThat(mottaker.get("/dokumentlager/nedlasting/" + UUID.randomUUID()).statusCode())
          .isEqualTo(404);
    }

    @Test
    void theClockTakesPeriodsAndRefusesNonsense() throws Exception {
      Instant before =
          Instant.parse(Integrasjon.adminGet(simulator, "/clock").get("now").asString());

      forward("P1W");

      assertThat(
              Instant.parse(Integrasjon.adminGet(simulator, "/clock").get("now").asString()))
          .isAfter(before.plusSeconds(7 * 24 * 3600 - 1));
      for (String nonsense : List.of("-P1D", "snart", "P-1D")) {
        assertThat(
                Integrasjon.admin(simulator, "POST", "/clock", "{\"forward\":\"" + nonsense + "\"}")
                    .statusCode())
            .as(nonsense)
            .isEqualTo(400);
      }
    }

    private void forward(String step) throws Exception {
      assertThat(Integrasjon.admin(simulator, "POST", "/clock", "{\"forward\":\"" + step + "\"}")
              .statusCode())
          .isEqualTo(200);
    }
  }

  @Nested
  class Accounts {
    @Test
    void aNewKeyIsWhatTheCatalogueGivesFromThenOn() throws Exception {
      String key = Integrasjon.adminGet(simulator, "/accounts/" + mottaker.kontoId())
          .get("publicKey")
          .asString();

      HttpResponse<String> changed =
          Integrasjon.admin(simulator, "PUT", "/accounts/" + kommune.kontoId() + "/publicKey", key);

      assertThat(changed.statusCode()).isEqualTo(200);
      assertThat(json(kommune.get(
                  "/fiks-io/katalog/api/v1/kontoer/" + kommune.kontoId() + "/offentligNokkel"))
              .get("nokkel")
              .asString())
          .isEqualTo(key);
    }

    @Test
    void aKeyThatCannotBeReadIsRefused() throws Exception {
      assertThat(Integrasjon.admin(
                  simulator, "PUT", "/accounts/" + kommune.kontoId() + "/publicKey", "tull")
              .statusCode())
          .isEqualTo(400);
    }

    @Test
    void theTestReceiversAreThereUnderIdsThatNeverChange() throws Exception {
      assertThat(Konto.fixedId(FiksSimulator.ROBOT_ARCHIVE))
          .isEqualTo(UUID.fromString("16c5fe9b-f678-3949-b38c-a50562bb045b"));
      for (String organisation :
          List.of(FiksSimulator.ROBOT_ARCHIVE, FiksSimulator.SILENT_RECEIVER)) {
        JsonNode account =
            Integrasjon.adminGet(simulator, "/accounts/" + Konto.fixedId(organisation));
        assertThat(account.get("organisationNumber").asString()).isEqualTo(organisation);
        assertThat(account.get("consumers").asInt()).isEqualTo(1);
      }
    }
  }

  private HttpResponse<byte[]> refused(int status, Map<String, Object> metadata, byte[] data)
      throws Exception {
    HttpResponse<byte[]> answer = kommune.send(metadata, data);
    assertThat(answer.statusCode()).isEqualTo(status);
    return answer;
  }

  private JsonNode message(UUID meldingId) throws Exception {
    return Integrasjon.adminGet(simulator, "/messages?meldingId=" + meldingId).get(0);
  }

  private static JsonNode json(HttpResponse<byte[]> answer) {
    return Integrasjon.JSON.readTree(answer.body());
  }
}
