package no.fiksgateway.integrasjonspunkt.katalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import no.fiksgateway.integrasjonspunkt.katalog.KatalogSettings.Address;
import no.fiksgateway.integrasjonspunkt.katalog.Kontokatalog.KontoLookup;
import no.fiksgateway.integrasjonspunkt.katalog.Kontokatalog.NokkelLookup;
import no.fiksgateway.integrasjonspunkt.katalog.ServiceRegistry.Answer;
import no.fiksgateway.integrasjonspunkt.katalog.ServiceRegistry.Mottak;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.Meldingstype;
import no.fiksgateway.integrasjonspunkt.message.Organisasjonsnummer;
import no.fiksgateway.integrasjonspunkt.message.Partner;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Resolves receivers. An account goes by what the Kontokatalog says of it. For an organisation the Service Registry
 * decides if it has a record of the process, then the address book, then the account the organisation has sent from; where
 * there is a registry, only one that has sent something of that very process. A registry that cannot be asked is not passed
 * over, since a message must not go elsewhere because of it.
 */
@Component
class MottakereService implements Mottakere {
  private static final int MOST_KEPT = 10_000;

  private final Kontokatalog katalog;
  private final ServiceRegistry registry;
  private final LearnedAddresses learned;
  private final Certificates certificates;
  private final List<Address> addressBook;
  private final Cache<KontoId, Konto> receivers;

  MottakereService(
      Kontokatalog katalog,
      ServiceRegistry registry,
      LearnedAddresses learned,
      Certificates certificates,
      KatalogSettings settings,
      Clock clock) {
    this.katalog = katalog;
    this.registry = registry;
    this.learned = learned;
    this.certificates = certificates;
    this.addressBook = settings.addressBook();
    this.receivers = Caffeine.newBuilder()
        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
        .expireAfterWrite(settings.accountsKept())
        .maximumSize(MOST_KEPT)
        .build();
  }

  @Override
  public MottakerLookup resolve(
      Partner receiver, String process, String documentType, @Nullable Integer securityLevel) {
    return receiver instanceof Partner.FiksKonto account
        ? resolve(account.kontoId())
        : resolve(((Partner.Organisation) receiver).number(), process, documentType, securityLevel);
  }

  private MottakerLookup resolve(KontoId id) {
    KontoLookup lookup = konto(id);
    if (lookup instanceof KontoLookup.Unavailable unavailable) {
      return new MottakerLookup.Unavailable(
          ErrorCode.KATALOG_UNAVAILABLE, notAsked("Kontokatalog", unavailable.reason()));
    }
    if (lookup instanceof KontoLookup.Found found) {
      Konto konto = found.konto();
      return konto.gyldigMottaker()
          ? new MottakerLookup.Found(id)
          : new MottakerLookup.NotAccepting("Account " + id + " (" + konto.kontoNavn() + ", "
              + konto.fiksOrgNavn() + ") is not a valid receiver, says the Kontokatalog.");
    }
    return new MottakerLookup.NotAccepting("The Kontokatalog knows no account " + id + ".");
  }

  private MottakerLookup resolve(
      Organisasjonsnummer number,
      String process,
      String documentType,
      @Nullable Integer securityLevel) {
    Answer answer = registry.lookup(number, process, securityLevel).orElse(null);
    if (answer instanceof Answer.Unavailable unavailable) {
      return new MottakerLookup.Unavailable(
          ErrorCode.REGISTRY_UNAVAILABLE, notAsked("Service Registry", unavailable.reason()));
    }
    if (answer instanceof Answer.Records records) {
      Optional<Mottak> accepting = records.mottak().stream()
          .filter(mottak -> mottak.documentTypes().contains(documentType))
          .findFirst();
      if (accepting.isPresent()) {
        return found(accepting.get(), number);
      }
      List<List<String>> others = records.mottak().stream()
          .filter(mottak -> mottak.process().equals(process))
          .map(Mottak::documentTypes)
          .toList();
      if (!others.isEmpty()) {
        return new MottakerLookup.NotAccepting("Organisation " + number
            + " does not take document type " + documentType + " of process " + process
            + ". By the Service Registry it takes "
            + others.stream().flatMap(List::stream).toList() + ".");
      }
    }
    return addresses(number)
        .filter(address -> address.process().equals(process))
        .findFirst()
        .<MottakerLookup>map(address -> new MottakerLookup.Found(new KontoId(address.kontoId())))
        .orElseGet(() -> resolveByLearned(
            answer == null ? learned.accountsOf(number) : learned.accountsOf(number, process),
            number,
            process,
            documentType));
  }

  private static MottakerLookup found(Mottak mottak, Organisasjonsnummer number) {
    return mottak
        .kontoId()
        .<MottakerLookup>map(MottakerLookup.Found::new)
        .orElseGet(() -> new MottakerLookup.NotAccepting("The Service Registry's record of "
            + number + " for process " + mottak.process()
            + " names no Fiks account as endpointUrl."));
  }

  private static MottakerLookup resolveByLearned(
      List<KontoId> accounts, Organisasjonsnummer number, String process, String documentType) {
    if (accounts.size() == 1) {
      return new MottakerLookup.Found(accounts.get(0));
    }
    String advice = " Address the account by its id, or add the organisation to"
        + " integrasjonspunkt.katalog.address-book.";
    return new MottakerLookup.NotAccepting(
        accounts.isEmpty()
            ? "No Fiks account is known where organisation " + number + " takes document type "
                + documentType + " of process " + process + "." + advice
            : "Organisation " + number
                + " has sent from several accounts, and which one takes process " + process
                + " is not known: " + accounts + "." + advice);
  }

  @Override
  public CapabilityLookup capabilities(
      String identifier, @Nullable String process, @Nullable Integer securityLevel) {
    Partner partner;
    try {
      partner = Partner.parse(identifier);
    } catch (IllegalArgumentException e) {
      return new CapabilityLookup.UnknownIdentifier(identifier, String.valueOf(e.getMessage()));
    }
    return partner instanceof Partner.FiksKonto account
        ? capabilities(account.kontoId(), identifier, process)
        : capabilities(
            ((Partner.Organisation) partner).number(), identifier, process, securityLevel);
  }

  /** An account does not tell its protocols, so only what is asked for can be confirmed. */
  private CapabilityLookup capabilities(KontoId id, String identifier, @Nullable String process) {
    KontoLookup lookup = konto(id);
    if (lookup instanceof KontoLookup.Unavailable unavailable) {
      return new CapabilityLookup.Unavailable(
          ErrorCode.KATALOG_UNAVAILABLE, notAsked("Kontokatalog", unavailable.reason()));
    }
    if (lookup instanceof KontoLookup.Found found) {
      return new CapabilityLookup.Found(
          process != null && found.konto().gyldigMottaker()
              ? List.of(new Capability(process, List.of(process)))
              : List.of());
    }
    return new CapabilityLookup.UnknownIdentifier(
        identifier, "The Kontokatalog knows no such account.");
  }

  private CapabilityLookup capabilities(
      Organisasjonsnummer number,
      String identifier,
      @Nullable String process,
      @Nullable Integer securityLevel) {
    Answer answer = registry.lookup(number, process, securityLevel).orElse(null);
    if (answer instanceof Answer.Unavailable unavailable) {
      return new CapabilityLookup.Unavailable(
          ErrorCode.REGISTRY_UNAVAILABLE, notAsked("Service Registry", unavailable.reason()));
    }
    List<Capability> capabilities = new ArrayList<>();
    if (answer instanceof Answer.Records records) {
      records.mottak().stream()
          .filter(mottak -> mottak.kontoId().isPresent())
          .forEach(
              mottak -> capabilities.add(new Capability(mottak.process(), mottak.documentTypes())));
    }
    addresses(number)
        .map(Address::process)
        .filter(known -> process == null || process.equals(known))
        .filter(known -> capabilities.stream().noneMatch(c -> c.process().equals(known)))
        .forEach(known -> capabilities.add(new Capability(known, List.of(known))));
    boolean byLearned = (answer == null || process == null
                ? learned.accountsOf(number)
                : learned.accountsOf(number, process))
            .size()
        == 1;
    if (capabilities.isEmpty() && byLearned && process != null) {
      capabilities.add(new Capability(process, List.of(process)));
    }
    if (capabilities.isEmpty() && !byLearned && !(answer instanceof Answer.Records)) {
      return new CapabilityLookup.UnknownIdentifier(identifier, reason(answer));
    }
    return new CapabilityLookup.Found(List.copyOf(capabilities));
  }

  private static String notAsked(String who, String reason) {
    return who + " could not be asked about the receiver: " + reason;
  }

  private static String reason(@Nullable Answer answer) {
    return answer instanceof Answer.NotFound notFound
        ? notFound.reason()
        : "No Service Registry is configured, and the organisation is not in the address book.";
  }

  @Override
  public NokkelLookup offentligNokkel(KontoId mottaker) {
    return certificates.of(mottaker);
  }

  @Override
  public Optional<Organisasjonsnummer> organisation(KontoId id, Meldingstype sent) {
    if (!(konto(id) instanceof KontoLookup.Found found)) {
      return learned.organisation(id);
    }
    Organisasjonsnummer whose = found.konto().organisasjonsnummer();
    if (whose != null) {
      learned.learned(id, whose, sent);
    }
    return Optional.ofNullable(whose);
  }

  private Stream<Address> addresses(Organisasjonsnummer number) {
    return addressBook.stream().filter(address -> address.orgnr().equals(number.value()));
  }

  /** Only receivers are kept: an account that is made one is to be usable at once. */
  private KontoLookup konto(KontoId id) {
    Konto known = receivers.getIfPresent(id);
    if (known != null) {
      return new KontoLookup.Found(known);
    }
    KontoLookup answer = katalog.konto(id);
    if (answer instanceof KontoLookup.Found found && found.konto().gyldigMottaker()) {
      receivers.put(id, found.konto());
    }
    return answer;
  }
}
