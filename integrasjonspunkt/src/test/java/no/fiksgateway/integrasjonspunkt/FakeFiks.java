package no.fiksgateway.integrasjonspunkt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import no.fiksgateway.asice.Virksomhetssertifikat;
import no.fiksgateway.integrasjonspunkt.inbound.Dokumentlager;
import no.fiksgateway.integrasjonspunkt.katalog.Konto;
import no.fiksgateway.integrasjonspunkt.katalog.Kontokatalog;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.MeldingId;
import no.fiksgateway.integrasjonspunkt.message.Organisasjonsnummer;
import no.fiksgateway.integrasjonspunkt.outbound.FiksIoSender;
import org.jspecify.annotations.Nullable;

/** The platform as our ports see it, told by the test what to do next. Accepts everything until told otherwise. */
public final class FakeFiks implements FiksIoSender, Dokumentlager, Kontokatalog {
  public static final KontoId RECEIVER =
      new KontoId(UUID.fromString("7c0f6a52-0000-4000-8000-00000000000a"));
  public static final String RECEIVER_ORG = "910077473";
  public static final Virksomhetssertifikat RECEIVER_CERTIFICATE =
      TestIdentity.selfSigned(RECEIVER_ORG);

  private final Deque<Supplier<SendOutcome>> next = new ArrayDeque<>();
  private final List<Taken> taken = Collections.synchronizedList(new ArrayList<>());
  private final Map<UUID, byte[]> parked = new HashMap<>();
  private final Deque<DownloadOutcome> downloads = new ArrayDeque<>();

  /** Sends and downloads of these accounts do not come to an end. */
  private final Set<KontoId> hanging = new HashSet<>();

  /** 1: it is told to; 2: somebody waits. */
  private int takesNoBytes;

  /** What the platform was given. */
  public record Taken(Forsendelse forsendelse, byte @Nullable [] ciphertext) {}

  public synchronized void answersNext(SendOutcome outcome) {
    next.add(() -> outcome);
  }

  /** Refuses so many attempts for now. */
  public synchronized void isBusy(int attempts, Duration retryAfter) {
    for (int i = 0; i < attempts; i++) {
      answersNext(new SendOutcome.TryAgain("HTTP 503", null, retryAfter));
    }
  }

  public synchronized void doesNext(Supplier<SendOutcome> what) {
    next.add(what);
  }

  public synchronized void hangsFor(KontoId konto) {
    hanging.add(konto);
  }

  /** The next connection takes no bytes of the package. */
  public synchronized void takesNoBytesNext() {
    takesNoBytes = 1;
  }

  public synchronized boolean isKeptFromWriting() {
    return takesNoBytes == 2;
  }

  public synchronized void goesOn() {
    hanging.clear();
    takesNoBytes = 0;
    notifyAll();
  }

  private synchronized void hangWhereTold(KontoId konto) {
    while (hanging.contains(konto)) {
      hang();
    }
  }

  private synchronized void takeNoBytesWhereTold() {
    if (takesNoBytes == 1) {
      takesNoBytes = 2;
      while (takesNoBytes == 2) {
        hang();
      }
    }
  }

  private synchronized void hang() {
    try {
      wait();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public List<Taken> taken() {
    return List.copyOf(taken);
  }

  public void forget() {
    goesOn();
    taken.clear();
    next.clear();
    downloads.clear();
  }

  public void parks(UUID id, byte[] body) {
    parked.put(id, body);
  }

  public void answersNextDownload(DownloadOutcome outcome) {
    downloads.add(outcome);
  }

  @Override
  public SendOutcome send(Forsendelse forsendelse, @Nullable Body body) {
    byte[] ciphertext = null;
    if (body != null) {
      ByteArrayOutputStream out = new ByteArrayOutputStream() {
        @Override
        public void write(byte[] bytes, int from, int length) {
          takeNoBytesWhereTold();
          super.write(bytes, from, length);
        }
      };
      try {
        body.writeTo(out);
      } catch (IOException e) {
        return new SendOutcome.NotSealed(e);
      }
      ciphertext = out.toByteArray();
    }
    taken.add(new Taken(forsendelse, ciphertext));
    hangWhereTold(forsendelse.avsender());
    Supplier<SendOutcome> what;
    synchronized (this) {
      what = next.poll();
    }
    return what == null ? new SendOutcome.Accepted(new MeldingId(UUID.randomUUID())) : what.get();
  }

  @Override
  public DownloadOutcome download(KontoId konto, UUID dokumentlagerId, OutputStream sink)
      throws IOException {
    hangWhereTold(konto);
    DownloadOutcome told = downloads.poll();
    if (told != null) {
      sink.write(new byte[100]);
      return told;
    }
    byte[] body = parked.get(dokumentlagerId);
    if (body == null) {
      return new DownloadOutcome.Gone(404);
    }
    sink.write(body);
    return new DownloadOutcome.Complete(body.length);
  }

  @Override
  public KontoLookup konto(KontoId id) {
    return id.equals(RECEIVER)
        ? new KontoLookup.Found(new Konto(
            id, "Arkiv", "Testby", new Organisasjonsnummer(RECEIVER_ORG), true, true, 1, 0))
        : new KontoLookup.Unknown(id);
  }

  @Override
  public NokkelLookup offentligNokkel(KontoId id) {
    if (id.equals(TestIdentity.KONTO)) {
      return new NokkelLookup.Found(TestIdentity.CERTIFICATE.certificate());
    }
    X509Certificate certificate = RECEIVER_CERTIFICATE.certificate();
    return id.equals(RECEIVER) ? new NokkelLookup.Found(certificate) : new NokkelLookup.Missing(id);
  }

  @Override
  public QueueLookup queue(KontoId ours) {
    return new QueueLookup.Found(1L, 0L);
  }
}
