package no.fiksgateway.integrasjonspunkt.fiksio;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import no.fiksgateway.asice.Virksomhetssertifikat;

/** Shows a certificate to whoever connects, and has nothing else to say. */
final class TlsServer implements AutoCloseable {
  private static final char[] PASSWORD = "unused".toCharArray();

  private final SSLServerSocket listening;

  TlsServer(Virksomhetssertifikat identity) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server", identity.privateKey(), PASSWORD, identity.chain().toArray(new Certificate[0]));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), null, null);
    listening = (SSLServerSocket)
        tls.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getByName("localhost"));
    Thread serving = new Thread(this::serve, "tls-server");
    serving.setDaemon(true);
    serving.start();
  }

  private void serve() {
    while (!listening.isClosed()) {
      try (Socket client = listening.accept()) {
        client.getInputStream().read();
      } catch (IOException refusedOrClosed) {
        // The client hanging up on us is what the test is about.
      }
    }
  }

  int port() {
    return listening.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
