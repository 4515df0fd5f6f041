package no.fiksgateway.asice;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An organisation's signing key with its certificate and the issuers above it. */
public final class Virksomhetssertifikat {

  private final PrivateKey privateKey;
  private final List<X509Certificate> chain;

  private Virksomhetssertifikat(PrivateKey privateKey, List<X509Certificate> chain) {
    this.privateKey = privateKey;
    this.chain = chain;
  }

  /**
   * Reads a key store.
   *
   * @param type as the Java platform names it: PKCS12 or JKS
   * @param password opens the store and the key in it
   * @param alias the entry to use; null takes the only key entry there is
   * @throws IOException if the store cannot be read: a wrong password or a damaged file
   * @throws IllegalArgumentException if the store has no such entry, or several and no alias was given
   */
  public static Virksomhetssertifikat fromKeyStore(
      InputStream keyStore, String type, char[] password, @Nullable String alias)
      throws IOException {
    try {
      KeyStore store = KeyStore.getInstance(type);
      store.load(keyStore, password);
      String entry = alias == null ? onlyKeyEntry(store) : alias;
      Key key = store.getKey(entry, password);
      Certificate[] certificates = store.getCertificateChain(entry);
      if (!(key instanceof PrivateKey privateKey) || certificates == null) {
        throw new IllegalArgumentException("The key store has no private key under the alias '"
            + entry + "'; it has " + Collections.list(store.aliases()));
      }
      List<X509Certificate> chain = new ArrayList<>();
      for (Certificate certificate : certificates) {
        chain.add((X509Certificate) certificate);
      }
      return of(privateKey, chain);
    } catch (GeneralSecurityException e) {
      throw new IOException("The key store could not be read: " + e.getMessage(), e);
    }
  }

  /**
   * Takes a key and its certificate from wherever they are kept.
   *
   * @param chain the key's certificate first, then its issuer and so on; the root may be left out
   * @throws IllegalArgumentException if the chain is empty, or the certificate is another key's
   */
  public static Virksomhetssertifikat of(PrivateKey privateKey, List<X509Certificate> chain) {
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("A signing key needs its certificate");
    }
    if (privateKey instanceof RSAKey key
        && chain.get(0).getPublicKey() instanceof RSAKey certified
        && !key.getModulus().equals(certified.getModulus())) {
      throw new IllegalArgumentException("The certificate ("
          + chain.get(0).getSubjectX500Principal() + ") does not belong to the private key");
    }
    return new Virksomhetssertifikat(privateKey, List.copyOf(chain));
  }

  public PrivateKey privateKey() {
    return privateKey;
  }

  public X509Certificate certificate() {
    return chain.get(0);
  }

  /** The certificate, then its issuers as far as they are known. */
  public List<X509Certificate> chain() {
    return chain;
  }

  private static String onlyKeyEntry(KeyStore store) throws GeneralSecurityException {
    List<String> keyEntries = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)) {
        keyEntries.add(alias);
      }
    }
    if (keyEntries.size() != 1) {
      throw new IllegalArgumentException("The key store has " + keyEntries.size() + " private keys "
          + keyEntries + "; name one by its alias");
    }
    return keyEntries.get(0);
  }
}
