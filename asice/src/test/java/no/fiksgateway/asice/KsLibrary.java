package no.fiksgateway.asice;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import no.ks.fiks.io.asice.AsicHandler;
import no.ks.fiks.io.asice.model.Content;
import no.ks.fiks.io.asice.model.KeystoreHolder;
import no.ks.fiks.io.asice.model.StreamContent;

/** KS's own reading and writing of packages (no.ks.fiks:fiks-io-asice-handler) on behalf of an organisation. */
final class KsLibrary implements AutoCloseable {

  private static final String PASSWORD = "changeit";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AsicHandler handler;

  KsLibrary(Organisation organisation) throws IOException, GeneralSecurityException {
    handler = AsicHandler.builder()
        .withPrivatNokkel(organisation.privateKey())
        .withKeyStoreHolder(keyStore(organisation))
        .withExecutorService(threads)
        .build();
  }

  /** Reads by the API that verifies. */
  Map<String, byte[]> read(byte[] sealed) throws IOException {
    Path file = Files.createTempFile("ks", ".asice");
    try {
      handler.writeDecrypted(new ByteArrayInputStream(sealed), file);
      return Unzipped.of(Files.readAllBytes(file));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  byte[] write(Map<String, byte[]> files, X509Certificate recipient) throws IOException {
    List<Content> contents = new ArrayList<>();
    files.forEach(
        (name, bytes) -> contents.add(new StreamContent(new ByteArrayInputStream(bytes), name)));
    try (InputStream sealed = handler.encrypt(recipient, contents)) {
      return sealed.readAllBytes();
    }
  }

  @Override
  public void close() throws Exception {
    handler.close();
    threads.shutdownNow();
  }

  private static KeystoreHolder keyStore(Organisation organisation)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "key",
        organisation.privateKey(),
        PASSWORD.toCharArray(),
        organisation.chain().toArray(X509Certificate[]::new));
    return KeystoreHolder.builder()
        .withKeyStore(store)
        .withKeyStorePassword(PASSWORD)
        .withKeyAlias("key")
        .withKeyPassword(PASSWORD)
        .build();
  }
}
