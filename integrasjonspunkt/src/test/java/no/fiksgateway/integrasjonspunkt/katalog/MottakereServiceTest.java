package no.fiksgateway.integrasjonspunkt.katalog;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.SettableClock;
import no.fiksgateway.integrasjonspunkt.TestIdentity;
import no.fiksgateway.integrasjonspunkt.katalog.KatalogSettings.Address;
import no.fiksgateway.integrasjonspunkt.katalog.KatalogSettings.PinnedCertificate;
import no.fiksgateway.integrasjonspunkt.katalog.Kontokatalog.KontoLookup;
import no.fiksgateway.integrasjonspunkt.katalog.Kontokatalog.NokkelLookup;
import no.fiksgateway.integrasjonspunkt.katalog.Mottakere.Capability;
import no.fiksgateway.integrasjonspunkt.katalog.Mottakere.CapabilityLookup;
import no.fiksgateway.integrasjonspunkt.katalog.Mottakere.MottakerLookup;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.Meldingstype;
import no.fiksgateway.integrasjonspunkt.message.Organisasjonsnummer;
import no.fiksgateway.integrasjonspunkt.message.Partner;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.json.JsonMapper;

class MottakereServiceTest {
  private static final String PROCESS = "no.digdir.einnsyn.v1";
  private static final Organisasjonsnummer ORG = new Organisasjonsnummer("910077473");
  private static final Meldingstype SENT = new Meldingstype(PROCESS + ".innsynskrav");
  private static final KontoId REGISTERED = konto("00000000-0000-4000-8000-000000000001");
  private static final KontoId LISTED = konto("00000000-0000-4000-8000-000000000002");
  private static final KontoId LEARNED = konto("00000000-0000-4000-8000-000000000003");
  private static final KontoId OTHER = konto("00000000-0000-4000-8000-000000000004");

  @RegisterExtension
  private final WireMockExtension registry =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  private final SettableClock clock = new SettableClock();
  private final FakeKatalog katalog = new FakeKatalog();
  private final List<Address> addressBook = new ArrayList<>();
  private final List<PinnedCertificate> pinned = new ArrayList<>();
  private Duration registryTimeout = Duration.ofSeconds(10);
  private JdbcConnectionPool database;
  private LearnedAddresses learned;

  @BeforeEach
  void migrate() {
    database = JdbcConnectionPool.create(
        "jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE", "sa", "");
    Flyway.configure().dataSource(database).load().migrate();
    learned = new LearnedAddresses(
        JdbcClient.create(database), new JdbcTransactionManager(database), clock);
  }

  @AfterEach
  void drop() {
    database.dispose();
  }

  private Mottakere mottakere(@Nullable String registryUrl) {
    KatalogSettings settings =
        new KatalogSettings(addressBook, pinned, Duration.ofMinutes(10), Duration.ofMinutes(5));
    ServiceRegistrySettings registrySettings = new ServiceRegistrySettings(
        registryUrl == null ? null : URI.create(registryUrl),
        registryTimeout,
        Duration.ofMinutes(5));
    return new MottakereService(
        katalog,
        new ServiceRegistry(registrySettings, JsonMapper.builder().build(), clock),
        learned,
        new Certificates(katalog, settings, clock),
        settings,
        clock);
  }

  private Mottakere withRegistry() {
    return mottakere(registry.baseUrl());
  }

  private Mottakere withoutRegistry() {
    return mottakere(null);
  }

  private static MottakerLookup resolve(Mottakere mottakere) {
    return mottakere.resolve(Partner.Organisation.of(ORG), PROCESS, PROCESS, null);
  }

  private static KontoId konto(String id) {
    return KontoId.of(id);
  }

  private void registryAnswers(String path, String... records) {
    registry.stubFor(get(urlPathEqualTo(path))
        .willReturn(
            okJson("{\"infoRecord\":{},\"serviceRecords\":[" + String.join(",", records) + "]}")));
  }

  private static String serviceRecord(String service, String process, String type, String url) {
    return """
        {"organisationNumber":"%s","process":"%s","documentTypes":["%s"],
         "service":{"identifier":"%s","endpointUrl":"%s","securityLevel":null}}""".formatted(ORG, process, type, service, url);
  }

  private static String dpfio(String process, String type) {
    return serviceRecord("DPFIO", process, type, REGISTERED.toString());
  }

  private static final String ONE_PROCESS = "/identifier/910077473/process/" + PROCESS;

  @Nested
  class AnOrganisation {
    @Test
    void isReachedAtTheAccountOfItsServiceRegistryRecord() {
      registryAnswers(
          ONE_PROCESS,
          serviceRecord("DPO", PROCESS, PROCESS, OTHER.toString()),
          dpfio(PROCESS, "another.type"),
          dpfio(PROCESS, PROCESS));
      addressBook.add(new Address(ORG.value(), PROCESS, LISTED.value()));

      assertThat(resolve(withRegistry())).isEqualTo(new MottakerLookup.Found(REGISTERED));
    }

    @Test
    void isAskedForWithItsSecurityLevelAndItsProcessAsOnePathSegment() {
      withRegistry().resolve(Partner.Organisation.of(ORG), "a/b {c}", "t", 4);

      registry.verify(getRequestedFor(
          urlEqualTo("/identifier/910077473/process/a%2Fb%20%7Bc%7D?securityLevel=4")));
    }

    @Test
    void isAskedForBelowThePathOfTheRegistry() {
      mottakere(registry.baseUrl() + "/adressetjeneste/")
          .resolve(Partner.Organisation.of(ORG), "p", "t", null);

      registry.verify(
          getRequestedFor(urlEqualTo("/adressetjeneste/identifier/910077473/process/p")));
    }

    @Test
    void isReachedByTheAddressBookWhereTheRegistryDoesNotKnowIt() {
      addressBook.add(new Address(ORG.value(), "another.process", OTHER.value()));
      addressBook.add(new Address(ORG.value(), PROCESS, LISTED.value()));

      assertThat(resolve(withRegistry())).isEqualTo(new MottakerLookup.Found(LISTED));
      assertThat(resolve(withoutRegistry())).isEqualTo(new MottakerLookup.Found(LISTED));
    }

    @Test
    void isReachedAtTheOneAccountItHasSentFrom() {
      learned.learned(LEARNED, ORG, SENT);
      learned.learned(OTHER, new Organisasjonsnummer("910075918"), SENT);

      assertThat(resolve(withoutRegistry())).isEqualTo(new MottakerLookup.Found(LEARNED));
    }

    @Test
    void isReachedAtTheAccountItHasSentFromAlsoWhereTheRegistryDoesNotKnowIt() {
      learned.learned(LEARNED, ORG, SENT);
      learned.learned(OTHER, ORG, new Meldingstype("another.process.v1.request"));

      assertThat(resolve(withRegistry())).isEqualTo(new MottakerLookup.Found(LEARNED));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "no.ks.fiks.arkiv.v1",
          "no.ks.fiks.arkiv.v1.innsyn.sok",
          "no.ks.fiks.arkiv.v1.innsyn.sok.resultat.minimum",
          "no.ks.fiks.arkiv.v1.feilmelding.ikkefunnet"
        })
    void isAnsweredWhateverOfItsProtocolTheProcessIs(String process) {
      learned.learned(LEARNED, ORG, new Meldingstype("no.ks.fiks.arkiv.v1.innsyn.sok"));

      assertThat(withRegistry().resolve(Partner.Organisation.of(ORG), process, process, null))
          .isEqualTo(new MottakerLookup.Found(LEARNED));
    }

    @Test
    void isNotReachedAtTheAccountItHasSentFromWithAProcessThatNeitherItNorTheRegistryKnows() {
      learned.learned(LEARNED, ORG, SENT);

      for (String process : List.of("unknown", PROCESS + "1", "no.ks.fiks.arkiv.v1")) {
        assertThat(withRegistry().resolve(Partner.Organisation.of(ORG), process, process, null))
            .as(process)
            .isInstanceOf(MottakerLookup.NotAccepting.class);
        assertThat(withRegistry().capabilities(ORG.value(), process, null))
            .as(process)
            .isInstanceOf(CapabilityLookup.UnknownIdentifier.class);
      }
    }

    @Test
    void isNotReachedOtherwiseWithADocumentTypeThatItsRecordOfTheProcessDoesNotName() {
      registryAnswers(ONE_PROCESS, dpfio(PROCESS, "another.type"));
      addressBook.add(new Address(ORG.value(), PROCESS, LISTED.value()));
      learned.learned(LEARNED, ORG, SENT);

      assertThat(resolve(withRegistry()))
          .asInstanceOf(InstanceOfAssertFactories.type(MottakerLookup.NotAccepting.class))
          .satisfies(answer -> assertThat(answer.reason()).contains(PROCESS, "another.type"));
    }

    @Test
    void isNotGuessedAtWhenItHasSentFromSeveralAccounts() {
      learned.learned(LEARNED, ORG, SENT);
      learned.learned(OTHER, ORG, SENT);

      assertThat(resolve(withoutRegistry()))
          .asInstanceOf(InstanceOfAssertFactories.type(MottakerLookup.NotAccepting.class))
          .satisfies(
              answer -> assertThat(answer.reason()).contains(LEARNED.toString(), "address-book"));
    }

    @Test
    void thatNobodyKnowsDoesNotAccept() {
      assertThat(resolve(withRegistry()))
          .asInstanceOf(InstanceOfAssertFactories.type(MottakerLookup.NotAccepting.class))
          .satisfies(
              answer -> assertThat(answer.reason()).contains(ORG.value(), PROCESS, "address-book"));
    }

    @Test
    void isNotSentElsewhereBecauseTheRegistryIsAway() {
      registry.stubFor(get(urlPathEqualTo(ONE_PROCESS))
          .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
      addressBook.add(new Address(ORG.value(), PROCESS, LISTED.value()));

      assertThat(resolve(withRegistry()))
          .asInstanceOf(InstanceOfAssertFactories.type(MottakerLookup.Unavailable.class))
          .satisfies(answer -> assertThat(answer.code()).isEqualTo(ErrorCode.REGISTRY_UNAVAILABLE));
    }

    @Test
    void isNotWaitedForLongerThanTheTimeOutEvenWhenTheAnswerDrips() {
      registry.stubFor(get(urlPathEqualTo(ONE_PROCESS))
          .willReturn(okJson("{\"serviceRecords\":[]}").withChunkedDribbleDelay(20, 60_000)));
      registryTimeout = Duration.ofSeconds(1);

      assertThat(resolve(withRegistry())).isInstanceOf(MottakerLookup.Unavailable.class);
    }

    @Test
    void isNotReachedByAnAnswerThatIsNotARegistrys() {
      registry.stubFor(get(urlPathEqualTo(ONE_PROCESS)).willReturn(okJson("<html>")));

      assertThat(resolve(withRegistry())).isInstanceOf(MottakerLookup.Unavailable.class);
    }

    @Test
    void withARecordThatNamesNoAccountDoesNotAccept() {
      registryAnswers(
          ONE_PROCESS, serviceRecord("DPFIO", PROCESS, PROCESS, "https://example.invalid/"));

      assertThat(resolve(withRegistry())).isInstanceOf(MottakerLookup.NotAccepting.class);
    }

    @Test
    void isAskedForAgainAfterFiveMinutes() {
      registryAnswers(ONE_PROCESS, dpfio(PROCESS, PROCESS));
      Mottakere mottakere = withRegistry();
      resolve(mottakere);
      clock.forward(Duration.ofMinutes(4));
      resolve(mottakere);
      registry.verify(1, getRequestedFor(urlPathEqualTo(ONE_PROCESS)));

      clock.forward(Duration.ofMinutes(2));
      resolve(mottakere);

      registry.verify(2, getRequestedFor(urlPathEqualTo(ONE_PROCESS)));
    }

    @Test
    void isFoundAtOnceWhenTheRegistryHasBeenPutRight() {
      Mottakere mottakere = withRegistry();
      assertThat(resolve(mottakere)).isInstanceOf(MottakerLookup.NotAccepting.class);

      registryAnswers(ONE_PROCESS, dpfio(PROCESS, PROCESS));

      assertThat(resolve(mottakere)).isEqualTo(new MottakerLookup.Found(REGISTERED));
    }
  }

  @Nested
  class AnAccount {
    private MottakerLookup resolve() {
      return withRegistry().resolve(new Partner.FiksKonto(OTHER), PROCESS, PROCESS, null);
    }

    @Test
    void isFoundWhereTheKontokatalogCallsItAReceiver() {
      katalog.has(OTHER, ORG, true);

      assertThat(resolve()).isEqualTo(new MottakerLookup.Found(OTHER));
    }

    @Test
    void doesNotAcceptWhereItIsNoValidReceiver() {
      katalog.has(OTHER, ORG, false);

      assertThat(resolve()).isInstanceOf(MottakerLookup.NotAccepting.class);
    }

    @Test
    void doesNotAcceptWhereTheKontokatalogDoesNotKnowIt() {
      assertThat(resolve()).isInstanceOf(MottakerLookup.NotAccepting.class);
    }

    @Test
    void isNotJudgedWhileTheKontokatalogIsAway() {
      katalog.away = true;

      assertThat(resolve())
          .isEqualTo(new MottakerLookup.Unavailable(
              ErrorCode.KATALOG_UNAVAILABLE,
              "Kontokatalog could not be asked about the receiver: the katalog is away"));
    }

    @Test
    void thatIsMadeAReceiverIsOneAtOnce() {
      katalog.has(OTHER, ORG, false);
      Mottakere mottakere = withoutRegistry();
      mottakere.resolve(new Partner.FiksKonto(OTHER), PROCESS, PROCESS, null);

      katalog.has(OTHER, ORG, true);

      assertThat(mottakere.resolve(new Partner.FiksKonto(OTHER), PROCESS, PROCESS, null))
          .isEqualTo(new MottakerLookup.Found(OTHER));
    }
  }

  @Nested
  class Capabilities {
    @Test
    void ofAnOrganisationAreItsRecordsAndWhatTheAddressBookAdds() {
      registryAnswers(
          "/identifier/910077473",
          dpfio(PROCESS, PROCESS),
          serviceRecord("DPO", "other", "other", "x"));
      addressBook.add(new Address(ORG.value(), PROCESS, LISTED.value()));
      addressBook.add(new Address(ORG.value(), "no.test.fiksio.v1", LISTED.value()));

      assertThat(withRegistry().capabilities("0192:910077473", null, null))
          .isEqualTo(new CapabilityLookup.Found(List.of(
              new Capability(PROCESS, List.of(PROCESS)),
              new Capability("no.test.fiksio.v1", List.of("no.test.fiksio.v1")))));
    }

    @Test
    void ofAnOrganisationTheRegistryKnowsWithoutFiksIoAreNone() {
      registryAnswers("/identifier/910077473");

      assertThat(withRegistry().capabilities("910077473", null, null))
          .isEqualTo(new CapabilityLookup.Found(List.of()));
    }

    @Test
    void ofSomebodyNobodyKnowsAreUnknown() {
      assertThat(withRegistry().capabilities("999999999", null, null))
          .isInstanceOf(CapabilityLookup.UnknownIdentifier.class);
      assertThat(withRegistry().capabilities("not an identifier", null, null))
          .isInstanceOf(CapabilityLookup.UnknownIdentifier.class);
    }

    @Test
    void ofAnOrganisationThatHasSentToUsAreWhatIsAskedFor() {
      learned.learned(LEARNED, ORG, SENT);

      assertThat(withoutRegistry().capabilities("910077473", PROCESS, null))
          .isEqualTo(
              new CapabilityLookup.Found(List.of(new Capability(PROCESS, List.of(PROCESS)))));
      assertThat(withoutRegistry().capabilities("910077473", null, null))
          .isEqualTo(new CapabilityLookup.Found(List.of()));
    }

    @Test
    void ofAnAccountAreTheProcessAskedForWhereItIsAReceiver() {
      katalog.has(OTHER, ORG, true);
      katalog.has(LISTED, ORG, false);
      Mottakere mottakere = withoutRegistry();

      assertThat(mottakere.capabilities(OTHER.toString(), PROCESS, null))
          .isEqualTo(
              new CapabilityLookup.Found(List.of(new Capability(PROCESS, List.of(PROCESS)))));
      assertThat(mottakere.capabilities(OTHER.toString(), null, null))
          .isEqualTo(new CapabilityLookup.Found(List.of()));
      assertThat(mottakere.capabilities(LISTED.toString(), PROCESS, null))
          .isEqualTo(new CapabilityLookup.Found(List.of()));
      assertThat(mottakere.capabilities(LEARNED.toString(), PROCESS, null))
          .isInstanceOf(CapabilityLookup.UnknownIdentifier.class);
    }

    @Test
    void areNotToldWhileThoseWhoKnowAreAway() {
      katalog.away = true;

      assertThat(withoutRegistry().capabilities(OTHER.toString(), PROCESS, null))
          .isInstanceOf(CapabilityLookup.Unavailable.class);
      assertThat(mottakere("http://127.0.0.1:9").capabilities("910077473", null, null))
          .isInstanceOf(CapabilityLookup.Unavailable.class);
    }
  }

  @Nested
  class Keys {
    @Test
    void arePinnedBeforeTheyAreAskedFor(@TempDir Path dir) throws IOException {
      X509Certificate agreed = TestIdentity.selfSigned("910000001").certificate();
      pinned.add(new PinnedCertificate(OTHER.value(), pem(dir, agreed)));

      assertThat(withoutRegistry().offentligNokkel(OTHER))
          .isEqualTo(new NokkelLookup.Found(agreed));
      assertThat(katalog.keysAsked).isZero();
    }

    @Test
    void areKeptForTenMinutes() {
      X509Certificate published = TestIdentity.selfSigned("910000001").certificate();
      katalog.keys.put(OTHER, published);
      Mottakere mottakere = withoutRegistry();

      assertThat(mottakere.offentligNokkel(OTHER)).isEqualTo(new NokkelLookup.Found(published));
      clock.forward(Duration.ofMinutes(9));
      mottakere.offentligNokkel(OTHER);
      assertThat(katalog.keysAsked).isEqualTo(1);

      clock.forward(Duration.ofMinutes(2));
      mottakere.offentligNokkel(OTHER);
      assertThat(katalog.keysAsked).isEqualTo(2);
    }

    @Test
    void thatAreMissingAreAskedForAgain() {
      Mottakere mottakere = withoutRegistry();
      assertThat(mottakere.offentligNokkel(OTHER)).isEqualTo(new NokkelLookup.Missing(OTHER));

      X509Certificate published = TestIdentity.selfSigned("910000001").certificate();
      katalog.keys.put(OTHER, published);

      assertThat(mottakere.offentligNokkel(OTHER)).isEqualTo(new NokkelLookup.Found(published));
    }

    private static Path pem(Path dir, X509Certificate certificate) throws IOException {
      try {
        return Files.writeString(
            dir.resolve("pinned.pem"),
            "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n");
      } catch (java.security.cert.CertificateEncodingException e) {
        throw new IOException(e);
      }
    }
  }

  @Nested
  class TheOrganisationOfAnAccount {
    @Test
    void isWhatTheKontokatalogSays() {
      katalog.has(OTHER, ORG, false);

      assertThat(withoutRegistry().organisation(OTHER, SENT)).contains(ORG);
    }

    @Test
    void isRememberedSoThatItCanBeAnsweredByItsNumber() {
      katalog.has(OTHER, ORG, true);
      Mottakere mottakere = withoutRegistry();

      mottakere.organisation(OTHER, SENT);

      assertThat(resolve(mottakere)).isEqualTo(new MottakerLookup.Found(OTHER));
    }

    @Test
    void isToldAlsoWhenItCannotBeRemembered() {
      katalog.has(OTHER, ORG, true);
      JdbcClient.create(database)
          .sql("alter table learned_address add column nobody_fills_in int not null")
          .update();

      assertThat(withoutRegistry().organisation(OTHER, SENT)).contains(ORG);
    }

    @Test
    void isWhatWasLearnedWhileTheKontokatalogIsAway() {
      learned.learned(OTHER, new Organisasjonsnummer("910075918"), SENT);
      learned.learned(OTHER, ORG, SENT);
      katalog.away = true;

      assertThat(withoutRegistry().organisation(OTHER, SENT)).contains(ORG);
      assertThat(withoutRegistry().organisation(LEARNED, SENT)).isEmpty();
    }
  }

  private static final class FakeKatalog implements Kontokatalog {
    final Map<KontoId, Konto> accounts = new HashMap<>();
    final Map<KontoId, X509Certificate> keys = new HashMap<>();
    int keysAsked;
    boolean away;

    void has(KontoId id, Organisasjonsnummer number, boolean receiver) {
      accounts.put(id, new Konto(id, "Arkiv", "Testby", number, true, receiver, 1, 0));
    }

    @Override
    public KontoLookup konto(KontoId id) {
      if (away) {
        return new KontoLookup.Unavailable("the katalog is away");
      }
      return Optional.ofNullable(accounts.get(id))
          .<KontoLookup>map(KontoLookup.Found::new)
          .orElse(new KontoLookup.Unknown(id));
    }

    @Override
    public NokkelLookup offentligNokkel(KontoId id) {
      keysAsked++;
      return Optional.ofNullable(keys.get(id))
          .<NokkelLookup>map(NokkelLookup.Found::new)
          .orElse(new NokkelLookup.Missing(id));
    }

    @Override
    public QueueLookup queue(KontoId ours) {
      throw new UnsupportedOperationException("Receivers are not found by our own queues");
    }
  }
}
