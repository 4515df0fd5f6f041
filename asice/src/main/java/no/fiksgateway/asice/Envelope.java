package no.fiksgateway.asice;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * A CMS envelope being read: EnvelopedData (RFC 5652, section 6) or AuthEnvelopedData (RFC 5083). What is read from it is
 * intact only once {@link #read} has returned -1: until then a cut, a wrong padding or a wrong MAC may still follow.
 */
final class Envelope {

  private static final int MAX_HEAD_ELEMENT = 64 * 1024;
  private static final int MAX_RECIPIENTS = 64;
  private static final int CHUNK = 64 * 1024;
  private static final int PEEK = 64;
  private static final byte[] ZIP_BEGINS = {'P', 'K', 3, 4};

  private final BerReader ber;
  private final boolean authenticated;
  private final byte[] encrypted = new byte[CHUNK];
  private int firstLength;
  private final ContentCipher cipher;
  private boolean ended;

  /**
   * Reads the envelope's head and finds the key to its content.
   *
   * @throws Rejection if this is no envelope, or none of the keys opens it
   */
  Envelope(InputStream in, DecryptionKeys keys) throws IOException {
    ber = new BerReader(in);
    ber.enter(BerReader.SEQUENCE);
    ASN1ObjectIdentifier type = objectIdentifier();
    authenticated = type.equals(CMSObjectIdentifiers.authEnvelopedData);
    if (!authenticated && !type.equals(CMSObjectIdentifiers.envelopedData)) {
      throw Rejection.malformed(
          "The content is a CMS message, but not an encrypted one (type " + type + ")");
    }
    ber.enter(BerReader.CONTEXT_0);
    ber.enter(BerReader.SEQUENCE);
    ber.element(BerReader.INTEGER, MAX_HEAD_ELEMENT);
    if (ber.peekTag() == BerReader.CONTEXT_0) {
      ber.element(BerReader.CONTEXT_0, MAX_HEAD_ELEMENT);
    }
    List<KeyTransRecipientInfo> recipients = recipients();
    ber.enter(BerReader.SEQUENCE);
    objectIdentifier();
    AlgorithmIdentifier algorithm = algorithm();
    ber.enterOctets();
    cipher = cipherFor(recipients, keys, algorithm);
  }

  /** The least room a read needs. */
  static final int MIN_ROOM = PEEK + ContentCipher.SLACK;

  /**
   * Decrypts some content into {@code into}, which has at least {@link #MIN_ROOM}.
   *
   * @return how many bytes, perhaps none; -1 at the end of a complete and intact envelope
   */
  int read(byte[] into, int offset, int room) throws IOException {
    if (ended) {
      return -1;
    }
    int wanted = Math.min(CHUNK, room - ContentCipher.SLACK);
    int length = firstLength;
    firstLength = 0;
    int n = 0;
    while (n >= 0 && length < wanted) {
      n = ber.readOctets(encrypted, length, wanted - length);
      length += Math.max(n, 0);
    }
    if (length > 0) {
      return cipher.update(encrypted, 0, length, into, offset);
    }
    ended = true;
    return finish(into, offset);
  }

  private int finish(byte[] into, int offset) throws IOException {
    ber.leave();
    byte[] attributes = new byte[0];
    byte[] mac = new byte[0];
    if (authenticated) {
      if (ber.peekTag() == BerReader.CONTEXT_1) {
        attributes = asSet(ber.element(BerReader.CONTEXT_1, MAX_HEAD_ELEMENT));
      }
      mac = octets(ber.element(BerReader.OCTETS, MAX_HEAD_ELEMENT));
    }
    int unprotected = authenticated ? BerReader.CONTEXT_2 : BerReader.CONTEXT_1;
    if (ber.peekTag() == unprotected) {
      ber.element(unprotected, MAX_HEAD_ELEMENT);
    }
    ber.leave();
    ber.leave();
    ber.leave();
    if (ber.peekTag() != BerReader.END) {
      throw Rejection.malformed("Something follows the end of the envelope");
    }
    return cipher.finish(mac, attributes, into, offset);
  }

  private List<KeyTransRecipientInfo> recipients() throws IOException {
    List<KeyTransRecipientInfo> recipients = new ArrayList<>();
    ber.enter(BerReader.SET);
    for (int i = 0; ber.peekTag() != BerReader.END; i++) {
      if (i == MAX_RECIPIENTS) {
        throw Rejection.malformed("The envelope has more than " + MAX_RECIPIENTS + " recipients");
      }
      byte[] encoded = ber.element(ber.peekTag(), MAX_HEAD_ELEMENT);
      if (parsed(() ->
              RecipientInfo.getInstance(ASN1Primitive.fromByteArray(encoded)).getInfo())
          instanceof KeyTransRecipientInfo recipient) {
        recipients.add(recipient);
      }
    }
    ber.leave();
    return recipients;
  }

  /**
   * Chooses the key under which the content begins as a ZIP archive does. A wrong key unwrapped by PKCS#1 v1.5 looks like a
   * right one until then, so the answer is the same for both and tells a prober nothing.
   */
  private ContentCipher cipherFor(
      List<KeyTransRecipientInfo> recipients, DecryptionKeys keys, AlgorithmIdentifier algorithm)
      throws IOException {
    int keyBits = ContentCipher.keyBits(algorithm.getAlgorithm(), authenticated);
    List<ContentKeys.Candidate> candidates = ContentKeys.unwrap(recipients, keys, keyBits);
    while (firstLength < PEEK) {
      int n = ber.readOctets(encrypted, firstLength, PEEK - firstLength);
      if (n < 0) {
        break;
      }
      firstLength += n;
    }
    boolean oursForCertain = false;
    byte[] plain = new byte[PEEK + ContentCipher.SLACK];
    for (ContentKeys.Candidate candidate : candidates) {
      oursForCertain |= candidate.certain();
      int length = ContentCipher.of(algorithm, candidate.key(), authenticated)
          .update(encrypted, 0, firstLength, plain, 0);
      if (length >= ZIP_BEGINS.length
          && Arrays.equals(plain, 0, ZIP_BEGINS.length, ZIP_BEGINS, 0, ZIP_BEGINS.length)) {
        return ContentCipher.of(algorithm, candidate.key(), authenticated);
      }
    }
    if (oursForCertain) {
      throw Rejection.malformed(
          "The envelope opens with our key, but its content is not a container");
    }
    throw Rejection.notForUs(
        "None of our private keys opens the envelope; it has a part for each of "
            + recipients.size() + " RSA keys");
  }

  private ASN1ObjectIdentifier objectIdentifier() throws IOException {
    byte[] encoded = ber.element(BerReader.OBJECT_IDENTIFIER, MAX_HEAD_ELEMENT);
    return parsed(() -> ASN1ObjectIdentifier.getInstance(ASN1Primitive.fromByteArray(encoded)));
  }

  private AlgorithmIdentifier algorithm() throws IOException {
    byte[] encoded = ber.element(BerReader.SEQUENCE, MAX_HEAD_ELEMENT);
    return parsed(() -> AlgorithmIdentifier.getInstance(ASN1Primitive.fromByteArray(encoded)));
  }

  private static byte[] octets(byte[] encoded) throws IOException {
    return parsed(
        () -> ASN1OctetString.getInstance(ASN1Primitive.fromByteArray(encoded)).getOctets());
  }

  /** Authenticated attributes count as the SET they are, not with the tag they carry (RFC 5083, section 2.2). */
  private static byte[] asSet(byte[] tagged) throws IOException {
    byte[] set = tagged.clone();
    set[0] = BerReader.SET;
    return parsed(() -> ASN1Primitive.fromByteArray(set).getEncoded("DER"));
  }

  private interface Parse<T> {
    T run() throws IOException;
  }

  /** Bouncy Castle answers bad structures with unchecked exceptions of many kinds, and descends into nested ones. */
  private static <T> T parsed(Parse<T> parse) throws Rejection {
    try {
      return parse.run();
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw Rejection.malformed("The head of the envelope is not valid CMS");
    }
  }
}
