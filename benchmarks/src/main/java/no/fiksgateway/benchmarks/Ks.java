package no.fiksgateway.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import no.ks.fiks.io.asice.AsicHandler;
import no.ks.fiks.io.asice.model.KeystoreHolder;
import no.ks.fiks.io.asice.model.StreamContent;

/** KS's own library, used as its client uses it. */
final class Ks implements AutoCloseable {

  private static final String PASSWORD = "changeit";

  private final ExecutorService threads = Executors.newFixedThreadPool(5);
  private final AsicHandler handler;

  Ks(Party party) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("key", party.keys().getPrivate(), PASSWORD.toCharArray(), new Certificate[] {
      party.certificate()
    });
    handler = AsicHandler.builder()
        .withPrivatNokkel(party.keys().getPrivate())
        .withKeyStoreHolder(KeystoreHolder.builder()
            .withKeyStore(store)
            .withKeyStorePassword(PASSWORD)
            .withKeyAlias("key")
            .withKeyPassword(PASSWORD)
            .build())
        .withExecutorService(threads)
        .build();
  }

  long encrypt(Content content, long length, Party recipient, OutputStream out) throws IOException {
    try (InputStream sealed = handler.encrypt(
        recipient.certificate(),
        List.of(new StreamContent(content.stream(length), content.fileName())))) {
      return sealed.transferTo(out);
    }
  }

  void writeDecrypted(Path sealed, Path asice) throws IOException {
    try (InputStream in = Files.newInputStream(sealed)) {
      handler.writeDecrypted(in, asice);
    }
  }

  @Override
  public void close() throws Exception {
    handler.close();
    threads.shutdownNow();
  }
}
