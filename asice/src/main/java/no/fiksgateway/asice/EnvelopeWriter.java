package no.fiksgateway.asice;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.operator.jcajce.JceGenericKey;

/**
 * The envelope KS's clients read, written around a stream: CMS EnvelopedData (RFC 5652, section 6) of indefinite length,
 * content under AES-256-CBC, its key under RSAES-OAEP with SHA-256 for hash and mask (RFC 4055, section 4.1). Closing
 * completes the envelope and leaves the stream below open; without closing, no reader can take it for complete.
 *
 * <p>Bouncy Castle builds the parts of the head. The frame around the content is written here, because its generator copies
 * and allocates for every piece of content, and content is what there is much of.
 */
final class EnvelopeWriter extends OutputStream {

  private static final AlgorithmIdentifier SHA_256 =
      new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
  private static final AlgorithmIdentifier OAEP_SHA_256 = new AlgorithmIdentifier(
      PKCSObjectIdentifiers.id_RSAES_OAEP,
      new RSAESOAEPparams(
          SHA_256,
          new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, SHA_256),
          RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM));

  private static final byte[] BEGIN_SEQUENCE = {BerReader.SEQUENCE, (byte) 0x80};
  private static final byte[] BEGIN_CONTEXT_0 = {(byte) BerReader.CONTEXT_0, (byte) 0x80};
  /** Content octets, encrypted content info, enveloped data, its tag, content info. */
  private static final byte[] FIVE_ENDS = new byte[5 * 2];

  private static final int PIECE = 64 * 1024;
  private static final int PIECE_HEADER = 5;
  private static final int BLOCK = 16;

  private final OutputStream out;
  private final Cipher cipher;
  private final byte[] piece = new byte[PIECE_HEADER + PIECE + 2 * BLOCK];
  private int filled = PIECE_HEADER;

  /**
   * Writes the envelope's head.
   *
   * @throws SealingException if the recipient's certificate cannot be used
   */
  EnvelopeWriter(X509Certificate recipient, OutputStream out) throws IOException {
    if (!(recipient.getPublicKey() instanceof RSAPublicKey)) {
      throw new SealingException(
          "The recipient's certificate (" + recipient.getSubjectX500Principal()
              + ") has no RSA key, so nothing can be encrypted for it. The receiver must publish another certificate.");
    }
    this.out = out;
    try {
      KeyGenerator keys = KeyGenerator.getInstance("AES");
      keys.init(256);
      SecretKey key = keys.generateKey();
      cipher = Cipher.getInstance("AES/CBC/PKCS5Padding", platform());
      cipher.init(Cipher.ENCRYPT_MODE, key);
      AlgorithmIdentifier content = new AlgorithmIdentifier(
          NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(cipher.getIV()));
      writeHead(recipientInfo(recipient, content, key), content);
    } catch (GeneralSecurityException | CMSException e) {
      throw new SealingException(
          "The package could not be encrypted for the recipient's certificate ("
              + recipient.getSubjectX500Principal()
              + "); the receiver must publish another certificate.",
          e);
    }
  }

  private static ASN1Encodable recipientInfo(
      X509Certificate recipient, AlgorithmIdentifier content, SecretKey key)
      throws GeneralSecurityException, CMSException {
    return new JceKeyTransRecipientInfoGenerator(recipient, OAEP_SHA_256)
        .setProvider(platform())
        .generate(new JceGenericKey(content, key));
  }

  private void writeHead(ASN1Encodable recipient, AlgorithmIdentifier content) throws IOException {
    out.write(BEGIN_SEQUENCE);
    out.write(CMSObjectIdentifiers.envelopedData.getEncoded());
    out.write(BEGIN_CONTEXT_0);
    out.write(BEGIN_SEQUENCE);
    out.write(new ASN1Integer(0).getEncoded());
    out.write(new DERSet(recipient).getEncoded());
    out.write(BEGIN_SEQUENCE);
    out.write(CMSObjectIdentifiers.data.getEncoded());
    out.write(content.getEncoded());
    out.write(BEGIN_CONTEXT_0);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int from = offset;
    int left = length;
    while (left > 0) {
      int n = Math.min(left, PIECE_HEADER + PIECE - filled);
      try {
        filled += cipher.update(bytes, from, n, piece, filled);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("The buffer for encrypted content is too small", e);
      }
      from += n;
      left -= n;
      if (filled + BLOCK > PIECE_HEADER + PIECE) {
        writePiece();
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      filled += cipher.doFinal(piece, filled);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The buffer for encrypted content is too small", e);
    }
    writePiece();
    out.write(FIVE_ENDS);
    out.flush();
  }

  /** One OCTET STRING of those the content is made of; its length is always written in three octets. */
  private void writePiece() throws IOException {
    int length = filled - PIECE_HEADER;
    piece[0] = BerReader.OCTETS;
    piece[1] = (byte) 0x83;
    piece[2] = (byte) (length >> 16);
    piece[3] = (byte) (length >> 8);
    piece[4] = (byte) length;
    out.write(piece, 0, filled);
    filled = PIECE_HEADER;
  }

  /** Named, because another provider's AES is five to eight times slower than the platform's. */
  private static Provider platform() {
    Provider provider = Security.getProvider("SunJCE");
    if (provider == null) {
      throw new IllegalStateException(
          "This Java installation lacks the provider SunJCE, which encrypts packages");
    }
    return provider;
  }
}
