package no.fiksgateway.integrasjonspunkt.fiksio;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import no.fiksgateway.integrasjonspunkt.inbound.Dokumentlager;
import no.fiksgateway.integrasjonspunkt.konto.EgneKontoer;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Dokumentlager over HTTP. The platform offers neither ranges nor a digest: a download that breaks off begins anew, and
 * only the package's own digests prove what came. A body shorter than announced is an interruption.
 */
@Component
class DokumentlagerClient implements Dokumentlager {
  private static final int BUFFER = 64 * 1024;

  private final FiksSettings settings;
  private final FiksApi fiks;
  private final EgneKontoer kontoer;

  DokumentlagerClient(FiksSettings settings, FiksApi fiks, EgneKontoer kontoer) {
    this.settings = settings;
    this.fiks = fiks;
    this.kontoer = kontoer;
  }

  @Override
  public DownloadOutcome download(KontoId konto, UUID dokumentlagerId, OutputStream sink)
      throws IOException {
    AtomicReference<@Nullable IOException> sinkFailure = new AtomicReference<>();
    try {
      return fiks.call(
          kontoer.get(konto),
          () -> new HttpGet(fiks.uri("/dokumentlager/nedlasting/" + dokumentlagerId)),
          settings.transferTimeout(),
          response -> receive(response, sink, sinkFailure));
    } catch (IOException e) {
      IOException ofTheCaller = sinkFailure.get();
      if (ofTheCaller != null) {
        throw ofTheCaller;
      }
      return new DownloadOutcome.Interrupted(
          "The download from Dokumentlager broke off: " + e.getMessage());
    }
  }

  private DownloadOutcome receive(
      ClassicHttpResponse response,
      OutputStream sink,
      AtomicReference<@Nullable IOException> sinkFailure)
      throws IOException {
    int status = response.getCode();
    if (status == HttpStatus.SC_NOT_FOUND || status == HttpStatus.SC_GONE) {
      return new DownloadOutcome.Gone(status);
    }
    HttpEntity entity = response.getEntity();
    if (status != HttpStatus.SC_OK || entity == null) {
      return new DownloadOutcome.Interrupted(
          "Dokumentlager answered " + fiks.read(response).problem());
    }
    return new DownloadOutcome.Complete(copy(entity.getContent(), sink, sinkFailure));
  }

  private static long copy(
      InputStream in, OutputStream sink, AtomicReference<@Nullable IOException> sinkFailure)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    long size = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      try {
        sink.write(buffer, 0, read);
      } catch (IOException e) {
        sinkFailure.set(e);
        throw e;
      }
      size += read;
    }
    return size;
  }
}
