package no.fiksgateway.integrasjonspunkt.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.ArkivmeldingXml;
import no.fiksgateway.integrasjonspunkt.FakeFiks;
import no.fiksgateway.integrasjonspunkt.TestIdentity;
import no.fiksgateway.integrasjonspunkt.api.CaseSystem.Part;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** Two users, each held to an account of its own, and one that is held to none. */
@ApiTest
@TestPropertySource(
    properties = {
      "integrasjonspunkt.kontoer[0].konto-id=5b0f3c52-7f0e-4c1d-9a53-0c2a5d2f6e11",
      "integrasjonspunkt.kontoer[0].integrasjon-id=5b0f3c52-7f0e-4c1d-9a53-0c2a5d2f6e22",
      "integrasjonspunkt.kontoer[0].integrasjon-passord=hemmelig",
      "integrasjonspunkt.kontoer[1].konto-id=" + BoundUsersTest.SECOND,
      "integrasjonspunkt.kontoer[1].integrasjon-id=5b0f3c52-7f0e-4c1d-9a53-0c2a5d2f6e33",
      "integrasjonspunkt.kontoer[1].integrasjon-passord=hemmelig",
      "integrasjonspunkt.kontoer[1].organisasjonsnummer=" + BoundUsersTest.SECOND_ORG,
      "integrasjonspunkt.access.users[0].name=skole",
      "integrasjonspunkt.access.users[0].password=pw",
      "integrasjonspunkt.access.users[0].kontoer=5b0f3c52-7f0e-4c1d-9a53-0c2a5d2f6e11",
      "integrasjonspunkt.access.users[1].name=helse",
      "integrasjonspunkt.access.users[1].password=pw",
      "integrasjonspunkt.access.users[1].kontoer=" + BoundUsersTest.SECOND,
      "integrasjonspunkt.access.users[2].name=alle",
      "integrasjonspunkt.access.users[2].password=pw",
    })
class BoundUsersTest {
  static final String SECOND = "6c1f3c52-7f0e-4c1d-9a53-0c2a5d2f6e44";
  static final String SECOND_ORG = "910075918";

  private static final KontoId SECOND_KONTO = new KontoId(UUID.fromString(SECOND));

  /** Written into everything that belongs to the second account. */
  private static final String MARK = "bare-for-helse";

  private static final String TYPE_IN = "no.test." + MARK;
  private static final int SILENCE_MILLIS = 1500;

  @Autowired
  private CaseSystem client;

  @Autowired
  private FiksSender fiks;

  @Autowired
  private FakeFiks platform;

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  private RequestMappingHandlerMapping endpoints;

  @LocalServerPort
  private int port;

  private CaseSystem skole;
  private CaseSystem helse;
  private CaseSystem alle;

  @BeforeEach
  void logIn() {
    skole = client.as("skole", "pw");
    helse = client.as("helse", "pw");
    alle = client.as("alle", "pw");
  }

  @AfterEach
  void emptyInboxes() {
    platform.forget();
    while (true) {
      JsonNode content = alle.get("/api/messages/in").is(200).json().path("content");
      if (content.isEmpty()) {
        return;
      }
      String id = Sbd.identification(content.get(0)).path("instanceIdentifier").asString();
      alle.get("/api/messages/in/peek?messageId=" + id);
      alle.delete("/api/messages/in/" + id).is(200);
    }
  }

  private static Sbd marked() {
    return new Sbd()
        .without("/standardBusinessDocumentHeader/sender")
        .scope("{\"type\":\"SenderRef\",\"instanceIdentifier\":\"" + MARK + "\"}");
  }

  private UUID arrives(KontoId konto, String type) {
    UUID meldingId = fiks.sendsTo(konto, type, MARK.getBytes(StandardCharsets.UTF_8));
    await()
        .untilAsserted(() -> assertThat(alle.get("/api/messages/in?size=100").text())
            .contains(meldingId.toString()));
    return meldingId;
  }

  /** What the second account has: ids by which it might be asked for. */
  private record Belongings(
      Sbd draft,
      Sbd sent,
      UUID in,
      long quarantined,
      long sentNumber,
      long sentStatus,
      long subscription,
      UUID arkivsending,
      UUID prototype) {
    Set<String> ids() {
      Set<String> ids = new LinkedHashSet<>();
      for (Sbd sbd : List.of(draft, sent)) {
        ids.add(sbd.messageId().toString());
        ids.add(sbd.conversationId().toString());
      }
      ids.add(in.toString());
      ids.add(Long.toString(quarantined));
      ids.add(Long.toString(sentNumber));
      ids.add(Long.toString(sentStatus));
      ids.add(Long.toString(subscription));
      ids.add(arkivsending.toString());
      ids.add(prototype.toString());
      return ids;
    }
  }

  private Belongings ofTheSecondAccount() {
    Sbd draft = marked();
    helse.postJson("/api/messages/out", draft.json()).is(200);
    helse.upload(draft.messageId(), "a.txt", "innhold").is(200);
    Sbd sent = marked();
    helse
        .oneStep(sent.json(), List.of(new Part("a", "a.txt", "text/plain", new byte[] {1})))
        .is(200);
    UUID in = arrives(SECOND_KONTO, TYPE_IN);
    UUID garbage = fiks.sendsGarbageTo(SECOND_KONTO, TYPE_IN);
    await()
        .untilAsserted(
            () -> assertThat(helse.get("/api/quarantine").text()).contains(garbage.toString()));
    await()
        .untilAsserted(() ->
            assertThat(helse.get("/api/statuses/" + sent.messageId()).text()).contains("SENDT"));
    JsonNode status = helse.get("/api/statuses/" + sent.messageId()).json().at("/content/0");
    JsonNode drawn = helse
        .postXml(
            "/api/messages/out",
            ArkivmeldingXml.fiksArkiv()
                .offentligTittel(MARK + UUID.randomUUID())
                .mottaker(FakeFiks.RECEIVER_ORG)
                .bytes())
        .is(200)
        .json();
    return new Belongings(
        draft,
        sent,
        in,
        helse.get("/api/quarantine?sort=id,desc").json().at("/content/0/id").asLong(),
        status.path("convId").asLong(),
        status.path("id").asLong(),
        subscribes(helse, MARK),
        UUID.fromString(drawn.path("conversationId").asString()),
        UUID.fromString(drawn.at("/prototypes/0/messageId").asString()));
  }

  private static long subscribes(CaseSystem user, String name) {
    return user.postJson(
            "/api/subscriptions",
            "{\"name\":\"" + name + UUID.randomUUID()
                + "\",\"pushEndpoint\":\"http://127.0.0.1:9/\",\"resource\":\"all\",\"event\":\"all\"}")
        .is(200)
        .json()
        .path("id")
        .asLong();
  }

  /** What the second account's own user sees, apart from what moves by itself. */
  private String seenByItsUser(Belongings theirs) {
    return String.join(
        "\n",
        helse.get("/api/messages/out/" + theirs.draft().messageId()).is(200).text(),
        helse.get("/api/conversations?size=100&sort=id").is(200).text(),
        helse.get("/api/messages/in?size=100").is(200).text(),
        helse.get("/api/quarantine?size=100").is(200).json().path("content").toString(),
        helse.get("/api/subscriptions").is(200).text(),
        helse.get("/api/messages/out/" + theirs.arkivsending()).is(200).text(),
        helse.get("/api/statuses/peek").text());
  }

  /**
   * Every endpoint there is, with every id of the second account in its place, by the user of the first. One that is added
   * later is called too.
   */
  @Test
  void noEndpointShowsOrChangesWhatBelongsToAnotherAccount() throws Exception {
    Belongings theirs = ofTheSecondAccount();
    String before = seenByItsUser(theirs);
    List<String> shown = new ArrayList<>();
    int calls = 0;
    for (RequestMappingInfo endpoint : endpoints.getHandlerMethods().keySet()) {
      for (String path : endpoint.getPatternValues()) {
        for (RequestMethod method : endpoint.getMethodsCondition().getMethods()) {
          for (String called : paths(path, theirs)) {
            calls++;
            String answer = asSkole(method, called, body(method, theirs));
            if (gives(answer, theirs, called + body(method, theirs))) {
              shown.add(method + " " + called + " answers\n" + answer);
            }
          }
        }
      }
    }
    assertThat(calls).isGreaterThan(200);
    assertThat(shown).isEmpty();
    assertThat(seenByItsUser(theirs)).isEqualTo(before);
    helse.get("/api/messages/in/peek?messageId=" + theirs.in()).is(200);
  }

  /** An id that was asked for may be repeated in a refusal; nothing else of the second account may be there. */
  private static boolean gives(String answer, Belongings theirs, String asked) {
    return answer.contains(MARK)
        || answer.contains(SECOND)
        || theirs.ids().stream()
            .filter(id -> id.length() == 36 && !asked.contains(id))
            .anyMatch(answer::contains);
  }

  private static Set<String> paths(String pattern, Belongings theirs) {
    Set<String> paths = new LinkedHashSet<>();
    for (String id : theirs.ids()) {
      String path = pattern.replaceAll("\\{[^}]+}", id);
      paths.add(path);
      paths.add(path + "?from=0");
      if (id.length() == 36) {
        paths.add(path + "?messageId=" + id);
        paths.add(path + "?conversationId=" + id);
      }
    }
    return paths;
  }

  private static String body(RequestMethod method, Belongings theirs) {
    return method == RequestMethod.POST || method == RequestMethod.PUT
        ? theirs.draft().json().replace(MARK, "x")
        : "";
  }

  /** Reads what comes until the answer ends or nothing more comes: an event stream never ends. */
  private String asSkole(RequestMethod method, String path, String body) throws IOException {
    var call = (HttpURLConnection)
        URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
    call.setRequestMethod(method.name());
    call.setReadTimeout(SILENCE_MILLIS);
    call.setRequestProperty(
        "Authorization",
        "Basic " + Base64.getEncoder().encodeToString("skole:pw".getBytes(StandardCharsets.UTF_8)));
    if (!body.isEmpty()) {
      call.setDoOutput(true);
      call.setRequestProperty("Content-Type", "application/json");
      call.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try (InputStream in =
        call.getResponseCode() < 400 ? call.getInputStream() : call.getErrorStream()) {
      if (in != null) {
        in.transferTo(read);
      }
    } catch (SocketTimeoutException stillOpen) {
      // What has been read by now is what counts.
    } finally {
      call.disconnect();
    }
    return read.toString(StandardCharsets.UTF_8);
  }

  @Test
  void eachSeesPeeksAndTakesItsOwn() {
    UUID own = arrives(TestIdentity.KONTO, "no.test.for-skole");
    UUID theirs = arrives(SECOND_KONTO, TYPE_IN);

    assertThat(skole.get("/api/messages/in").text())
        .contains(own.toString())
        .doesNotContain(theirs.toString());
    skole.get("/api/messages/in/peek").is(200);
    skole.get("/api/messages/in/peek").is(204);
    assertThat(skole.post("/in/messages/pop").is(200).bytes()).isNotEmpty();
    skole.delete("/api/messages/in/" + own).is(200);
    assertThat(helse.get("/api/messages/in/peek").is(200).text()).contains(theirs.toString());
  }

  @Test
  void oneThatIsHeldToNoneSeesEverything() {
    UUID first = arrives(TestIdentity.KONTO, "no.test.for-skole");
    UUID second = arrives(SECOND_KONTO, TYPE_IN);

    assertThat(alle.get("/api/messages/in").text()).contains(first.toString(), second.toString());
  }

  @Test
  void listsAreAsLongAsWhatTheyShow() {
    ofTheSecondAccount();
    skole.postJson("/api/messages/out", withoutSender().json()).is(200);

    for (String list : List.of("/api/statuses", "/api/conversations", "/api/messages/out")) {
      for (CaseSystem user : List.of(skole, helse, alle)) {
        assertThat(user.get(list + "?size=1").json().path("totalElements").asInt())
            .as(list)
            .isEqualTo(user.get(list + "?size=2000").json().path("content").size());
      }
    }
  }

  @Test
  void oneIsPushedTheStatusesOfItsOwnAccounts() {
    long ofSkole = subscribes(skole, "skole");
    long ofHelse = subscribes(helse, "helse");
    helse.postJson("/api/messages/out", withoutSender().json()).is(200);

    assertThat(helse
            .get("/api/subscriptions/" + ofHelse + "/deliveries")
            .json()
            .path("waiting")
            .asInt())
        .isEqualTo(1);
    assertThat(skole
            .get("/api/subscriptions/" + ofSkole + "/deliveries")
            .json()
            .path("waiting")
            .asInt())
        .isZero();
    skole.get("/api/subscriptions/" + ofHelse).is(404);
    alle.get("/api/subscriptions/" + ofHelse).is(200);
  }

  private static String sender(JsonNode sbd) {
    return sbd.at("/standardBusinessDocumentHeader/sender/0/identifier/value").asString();
  }

  private String senderOf(CaseSystem user, Sbd sbd) {
    return sender(user.postJson("/api/messages/out", sbd.json()).is(200).json());
  }

  private static Sbd withoutSender() {
    return new Sbd().without("/standardBusinessDocumentHeader/sender");
  }

  @Test
  void whoeverNamesNoSenderSendsForItsOwnOrganisation() {
    assertThat(senderOf(alle, withoutSender())).isEqualTo("0192:" + TestIdentity.ORG_NUMBER);
    assertThat(senderOf(skole, withoutSender())).isEqualTo("0192:" + TestIdentity.ORG_NUMBER);
    assertThat(senderOf(helse, withoutSender())).isEqualTo("0192:" + SECOND_ORG);
    assertThat(senderOf(alle, withoutSender().fiksio("{\"avsenderKontoId\":\"" + SECOND + "\"}")))
        .isEqualTo("0192:" + SECOND_ORG);
  }

  @Test
  void theAccountThatWasAskedAnswersWhereNoneIsNamed() {
    UUID in = arrives(SECOND_KONTO, KnownReceivers.ARKIVMELDING);
    Sbd answer = withoutSender().fiksio("{\"svarPaMelding\":\"" + in + "\"}");

    assertThat(senderOf(alle, answer)).isEqualTo("0192:" + SECOND_ORG);
  }

  @Test
  void theAccountThatWasAskedAnswersAlsoWhereOnlyTheConversationTellsWhatIsAnswered() {
    UUID in = arrives(SECOND_KONTO, KnownReceivers.ARKIVMELDING);
    Sbd answer = withoutSender().conversation("instanceIdentifier", in.toString());

    assertThat(senderOf(alle, answer)).isEqualTo("0192:" + SECOND_ORG);
  }

  @Test
  void whoeverSendsForAnotherOrganisationDoesSoInTheNameOfItsOwn() {
    assertThat(senderOf(alle, new Sbd().sender("0192:999888777")))
        .isEqualTo("0192:" + TestIdentity.ORG_NUMBER + ":999888777");
    assertThat(senderOf(helse, new Sbd().sender("0192:999888777")))
        .isEqualTo("0192:" + SECOND_ORG + ":999888777");
  }

  @Test
  void noneSendsFromAnAccountItIsNotHeldTo() {
    for (Sbd sbd : List.of(
        new Sbd().sender("0192:" + SECOND_ORG),
        new Sbd().sender(SECOND),
        withoutSender().fiksio("{\"avsenderKontoId\":\"" + SECOND + "\"}"))) {
      assertThat(skole
              .postJson("/api/messages/out", sbd.json())
              .is(400)
              .json()
              .path("errorCode")
              .asString())
          .isEqualTo("SENDER_NOT_OURS");
    }
  }

  @Test
  void anIdThatAnotherAccountsMessageHasIsTaken() {
    Sbd theirs = marked();
    helse.postJson("/api/messages/out", theirs.json()).is(200);

    assertThat(skole
            .postJson("/api/messages/out", theirs.json())
            .is(400)
            .json()
            .path("errorCode")
            .asString())
        .isEqualTo("MESSAGE_ID_TAKEN");
  }
}
