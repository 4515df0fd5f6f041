package no.fiksgateway.simulator.platform;

import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import no.fiksgateway.asice.PackageFile;
import no.fiksgateway.simulator.fault.Faults;
import no.fiksgateway.simulator.fault.What;
import no.fiksgateway.simulator.fault.Where;
import no.fiksgateway.simulator.queue.Body;
import no.fiksgateway.simulator.queue.KontoQueue;
import no.fiksgateway.simulator.queue.Melding;
import no.fiksgateway.simulator.queue.MovableClock;
import no.fiksgateway.simulator.queue.Undelivered;
import org.jspecify.annotations.Nullable;

/** Takes messages, queues them for their receivers, and says what became of those that nobody took. */
public final class Platform implements Undelivered, Closeable {
  /** The receipt for a message whose time to live ran out (KS: Fiks IO documentation, "Levetid"). */
  public static final String TIDSAVBRUDD = "no.ks.fiks.kvittering.tidsavbrudd";

  /** The receipt for a message that was delivered in vain too often. */
  public static final String SERVERFEIL = "no.ks.fiks.kvittering.serverfeil.v1";

  /** Why the simulator seals a package itself; decides which faults may spoil it. */
  public enum Occasion {
    /** Somebody asked the simulator to send as an account. */
    SEND(Where.SEND),
    /** A robot answers. */
    RECEIPT(Where.RECEIPT);

    private final Where where;

    Occasion(Where where) {
      this.where = where;
    }
  }

  /** What may be wrong with a package that the simulator seals. */
  private static final Set<What> DAMAGES =
      EnumSet.of(What.WRONG_KEY, What.BAD_DIGEST, What.UNSIGNED, What.TRUNCATE);

  /** Those of them that must be done when sealing; AMQP itself truncates what it delivers. */
  private static final Set<What> DAMAGES_SEALED_IN =
      EnumSet.of(What.WRONG_KEY, What.BAD_DIGEST, What.UNSIGNED);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final MovableClock clock;
  private final Faults faults;
  private final BodyStore bodies;
  private final Kontoer kontoer;
  private final Maskinporten maskinporten;
  private final Dokumentlager dokumentlager;
  private final Meldinger meldinger;
  private final Packages packages;
  private final Receipts receipts;
  private final QueueIntake intake;
  private final Map<UUID, KontoQueue> queues = new ConcurrentHashMap<>();
  private final Timer timer = new Timer();
  private final ExecutorService robots = Executors.newSingleThreadExecutor(work -> {
    Thread thread = new Thread(work, "platform-robots");
    thread.setDaemon(true);
    return thread;
  });

  /**
   * Starts with no accounts.
   *
   * @param messagesKept how many messages the history holds before it forgets the oldest settled ones
   */
  public Platform(
      MovableClock clock,
      Faults faults,
      BodyStore bodies,
      TestAuthority authority,
      int messagesKept) {
    this.clock = clock;
    this.faults = faults;
    this.bodies = bodies;
    this.kontoer = new Kontoer(authority);
    this.maskinporten = new Maskinporten(kontoer, authority, clock);
    this.dokumentlager = new Dokumentlager(clock);
    this.meldinger = new Meldinger(messagesKept);
    this.packages = new Packages(authority, clock, bodies);
    this.receipts = new Receipts(faults, timer);
    this.intake = new QueueIntake(faults, meldinger, timer);
    timer.every(LOOK_AGAIN, this::advance);
  }

  public Kontoer kontoer() {
    return kontoer;
  }

  public Maskinporten maskinporten() {
    return maskinporten;
  }

  public Dokumentlager dokumentlager() {
    return dokumentlager;
  }

  public Meldinger meldinger() {
    return meldinger;
  }

  public BodyStore bodies() {
    return bodies;
  }

  public Instant now() {
    return clock.instant();
  }

  /** Opens an account; its queue is there at once, and served if the simulator is to serve it. */
  public Konto open(Kontoer.NewKonto wanted) {
    return startQueue(kontoer.open(wanted));
  }

  /** Opens an account whose id is known beforehand: {@link Konto#fixedId}. */
  public Konto openFixed(Kontoer.NewKonto wanted) {
    return startQueue(kontoer.open(Konto.fixedId(wanted.organisasjonsnummer()), wanted));
  }

  public Optional<KontoQueue> queue(UUID kontoId) {
    return Optional.ofNullable(queues.get(kontoId));
  }

  /**
   * The account whose integration calls.
   *
   * @throws Refusal 401 if the token or the password is not good, 403 if the token is another organisation's
   */
  public Konto authenticate(
      @Nullable String token, @Nullable String integrasjonId, @Nullable String integrasjonPassord) {
    if (token == null || integrasjonId == null || integrasjonPassord == null) {
      throw Refusal.unauthorized(
          "Kallet må ha headerne Authorization: Bearer, IntegrasjonId og IntegrasjonPassord");
    }
    String organisation = maskinporten
        .organisationOfToken(token)
        .orElseThrow(() -> Refusal.unauthorized("Maskinporten-tokenet er ugyldig eller utløpt"));
    Konto konto = kontoer
        .ofIntegrasjon(integrasjonId)
        .filter(found -> same(found.integrasjonPassord(), integrasjonPassord))
        .orElseThrow(() -> Refusal.unauthorized("IntegrasjonId eller IntegrasjonPassord er feil"));
    if (!konto.organisasjonsnummer().equals(organisation)) {
      throw Refusal.forbidden(
          "Tokenet tilhører " + organisation + ", integrasjonen " + konto.organisasjonsnummer());
    }
    return konto;
  }

  /**
   * Takes a message from the integration of {@code caller}.
   *
   * @param body of size 0 for a message without payload
   * @throws Refusal if the platform does not take it
   */
  public Melding send(Konto caller, SendRequest request, Body body) {
    if (!caller.kontoId().equals(request.avsenderKontoId())) {
      throw Refusal.forbidden(
          "Integrasjonen kan ikke sende fra kontoen " + request.avsenderKontoId());
    }
    SendRules.check(request, caller, kontoer.find(request.mottakerKontoId()).orElse(null), body);
    Duration ttl = request.ttl() == null ? SendRules.DEFAULT_TTL : Duration.ofMillis(request.ttl());
    return take(caller, request, null, ttl, body);
  }

  /**
   * Seals the files as the account's organisation and sends them.
   *
   * @param files none for a message without payload
   */
  public Melding sendAs(
      Konto konto, SendRequest request, List<PackageFile> files, Occasion occasion) {
    Konto mottaker = kontoer.find(request.mottakerKontoId()).orElse(null);
    if (files.isEmpty() || mottaker == null) {
      return send(konto, request, Body.EMPTY);
    }
    String organisation = konto.organisasjonsnummer();
    Body body = faults
        .strike(occasion.where, DAMAGES)
        .or(() -> faults.strike(Where.AMQP, DAMAGES_SEALED_IN))
        .map(
            damage -> packages.sealBadly(organisation, files, mottaker.sertifikat(), damage.what()))
        .orElseGet(() -> packages.seal(organisation, files, mottaker.sertifikat()));
    try {
      return send(konto, request, body);
    } catch (Refusal e) {
      body.delete();
      throw e;
    }
  }

  /**
   * What the receiver would read, verified: an ASiC-E container, which the caller deletes.
   *
   * @throws Refusal if there is no such message, no payload, no key, or the package does not verify
   */
  public Body open(UUID meldingId) {
    Melding melding = meldinger.get(meldingId).melding();
    if (melding.body().size() == 0) {
      throw Refusal.notFound("message " + meldingId + " has no payload");
    }
    return packages.open(kontoer.get(melding.mottakerKontoId()), melding.body());
  }

  /** A certificate no account has the key of. */
  public X509Certificate someoneElsesCertificate() {
    return packages.someoneElsesCertificate();
  }

  /** Looks at every queue and at Dokumentlager again, because time has passed. */
  public void advance() {
    queues.values().forEach(KontoQueue::advance);
    dokumentlager.deleteOutdated();
  }

  @Override
  public void expired(Melding melding) {
    receipt(TIDSAVBRUDD, melding);
  }

  @Override
  public void dead(Melding melding) {
    receipt(SERVERFEIL, melding);
  }

  @Override
  public void close() {
    timer.close();
    robots.shutdownNow();
  }

  private Konto startQueue(Konto konto) {
    KontoQueue queue = new KontoQueue(konto.kontoId(), clock, this);
    queues.put(konto.kontoId(), queue);
    if (konto.servedBySimulator()) {
      queue.subscribe(new Robot(konto.kontoId(), this, receipts, robots));
    }
    return konto;
  }

  /** Which account the platform's own receipts name as sender is not documented; here it is the receiver's. */
  private void receipt(String type, Melding about) {
    Optional<Konto> from = kontoer.find(about.mottakerKontoId());
    boolean aboutAReceipt = about.type().equals(TIDSAVBRUDD) || about.type().equals(SERVERFEIL);
    if (from.isEmpty() || aboutAReceipt) {
      return;
    }
    SendRequest request = new SendRequest(
        about.mottakerKontoId(),
        about.avsenderKontoId(),
        type,
        about.meldingId(),
        null,
        CorrelationHeaders.copiedFrom(about));
    receipts.release(
        List.of(() -> take(from.get(), request, about.type(), SendRules.DEFAULT_TTL, Body.EMPTY)));
  }

  private Melding take(
      Konto from, SendRequest request, @Nullable String svarTilType, Duration ttl, Body body) {
    UUID dokumentlagerId = body.size() > Dokumentlager.LARGEST_INLINE ? UUID.randomUUID() : null;
    Melding melding = new Melding(
        UUID.randomUUID(),
        request.meldingType(),
        from.kontoId(),
        from.navn(),
        request.mottakerKontoId(),
        request.svarPaMelding(),
        svarTilType,
        dokumentlagerId,
        request.headere(),
        ttl,
        clock.instant(),
        body);
    if (dokumentlagerId != null) {
      dokumentlager.put(dokumentlagerId, melding);
    }
    KontoQueue queue = queues.get(melding.mottakerKontoId());
    if (queue == null) {
      throw Refusal.badRequest("Fant ingen mottaker med kontoId " + melding.mottakerKontoId());
    }
    boolean spared = kontoer.get(melding.mottakerKontoId()).servedBySimulator();
    intake.take(melding, queue, spared);
    return melding;
  }

  private static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }
}
