package no.fiksgateway.asice;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys the content may be encrypted with. Every recipient's part is tried with every private key: the issuer and
 * serial number there are only a hint, and our part need not be the first.
 */
final class ContentKeys {

  private ContentKeys() {}

  /** A content key, and whether unwrapping it proved that it was wrapped for one of our keys. */
  @SuppressWarnings("ArrayRecordComponent")
  record Candidate(byte[] key, boolean certain) {}

  /** The keys of the right length that could be unwrapped, perhaps none. */
  static List<Candidate> unwrap(
      List<KeyTransRecipientInfo> recipients, DecryptionKeys keys, int keyBits) {
    List<Candidate> candidates = new ArrayList<>();
    for (PrivateKey privateKey : keys.inOrder()) {
      for (KeyTransRecipientInfo recipient : recipients) {
        Wrapping wrapping = Wrapping.of(recipient.getKeyEncryptionAlgorithm());
        if (wrapping == null) {
          continue;
        }
        byte[] key = wrapping.unwrap(privateKey, recipient.getEncryptedKey().getOctets());
        if (key != null && key.length * 8 == keyBits) {
          candidates.add(new Candidate(key, wrapping.parameters() != null));
        }
      }
    }
    return candidates;
  }

  /** A way of wrapping a key with RSA; its parameters are those of OAEP, or null for PKCS#1 v1.5. */
  private record Wrapping(String transformation, @Nullable OAEPParameterSpec parameters) {

    /** Null if it is a way we do not have. */
    static @Nullable Wrapping of(AlgorithmIdentifier algorithm) {
      if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
        return new Wrapping("RSA/ECB/PKCS1Padding", null);
      }
      if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSAES_OAEP)) {
        return null;
      }
      try {
        return new Wrapping("RSA/ECB/OAEPPadding", oaep(algorithm));
      } catch (RuntimeException e) {
        // Bouncy Castle answers bad parameters with unchecked exceptions of many kinds.
        return null;
      }
    }

    /** Null if the key was wrapped for somebody else. */
    byte @Nullable [] unwrap(PrivateKey privateKey, byte[] wrapped) {
      try {
        Cipher cipher = Cipher.getInstance(transformation);
        cipher.init(Cipher.DECRYPT_MODE, privateKey, parameters);
        return cipher.doFinal(wrapped);
      } catch (GeneralSecurityException e) {
        return null;
      }
    }
  }

  private static OAEPParameterSpec oaep(AlgorithmIdentifier algorithm) {
    RSAESOAEPparams parameters = RSAESOAEPparams.getInstance(algorithm.getParameters());
    AlgorithmIdentifier maskHash =
        AlgorithmIdentifier.getInstance(parameters.getMaskGenAlgorithm().getParameters());
    byte[] label = ASN1OctetString.getInstance(parameters.getPSourceAlgorithm().getParameters())
        .getOctets();
    return new OAEPParameterSpec(
        digestName(parameters.getHashAlgorithm().getAlgorithm()),
        "MGF1",
        new MGF1ParameterSpec(digestName(maskHash.getAlgorithm())),
        new PSource.PSpecified(label));
  }

  private static String digestName(ASN1ObjectIdentifier digest) {
    if (digest.equals(NISTObjectIdentifiers.id_sha256)) {
      return "SHA-256";
    }
    if (digest.equals(NISTObjectIdentifiers.id_sha384)) {
      return "SHA-384";
    }
    if (digest.equals(NISTObjectIdentifiers.id_sha512)) {
      return "SHA-512";
    }
    if (digest.equals(OIWObjectIdentifiers.idSHA1)) {
      return "SHA-1";
    }
    throw new IllegalArgumentException("No digest of ours: " + digest);
  }
}
