package no.fiksgateway.asice;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * A package as others write it, made with Bouncy Castle and java.util.zip and none of the code under test. Each step can be
 * changed: that is how the corpus of good, odd and damaged packages comes about.
 */
final class ForeignPackage {

  static final BouncyCastleProvider BC = new BouncyCastleProvider();
  static final String MANIFEST = "META-INF/ASiCManifest.xml";
  static final String SIGNATURE = "META-INF/signature-4d1d4d5e-0000-4000-8000-6b6f6d6d756e.p7s";

  private final Organisation signer;
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  private String manifestName = MANIFEST;
  private String namespace = "http://uri.etsi.org/02918/v1.2.1#";
  private String digest = "SHA-256";
  private String digestUri = "http://www.w3.org/2001/04/xmlenc#sha256";
  private String signatureAlgorithm = "SHA1withRSA";
  private int signers = 1;
  private boolean leafOnly;
  private Instant signed = Organisation.NOW;
  private UnaryOperator<String> manifestEdit = UnaryOperator.identity();
  private Consumer<Map<String, byte[]>> containerEdit = entries -> {};
  private Zipping zipping = ForeignPackage::withDescriptors;

  interface Zipping {
    byte[] zip(Map<String, byte[]> entries) throws IOException;
  }

  private ForeignPackage(Organisation signer) {
    this.signer = signer;
  }

  /** KS's Java client: deflated with data descriptors, SHA-1 with RSA, whole chain (fiks-io-klient-java 3.5.0). */
  static ForeignPackage likeKsJava(Organisation signer) {
    return new ForeignPackage(signer);
  }

  /** KS's .NET library: lower-case manifest, namespace without its zero, same signer twice, certificate without chain. */
  static ForeignPackage likeDotNet(Organisation signer) {
    ForeignPackage it = new ForeignPackage(signer)
        .manifest("META-INF/asicmanifest.xml", "http://uri.etsi.org/2918/v1.2.1#");
    it.signatureAlgorithm = "SHA256withRSA";
    it.signers = 2;
    it.leafOnly = true;
    it.zipping = ForeignPackage::withoutDescriptors;
    return it;
  }

  ForeignPackage with(String name, byte[] content) {
    files.put(name, content);
    return this;
  }

  ForeignPackage with(String name, String content) {
    return with(name, content.getBytes(StandardCharsets.UTF_8));
  }

  ForeignPackage manifest(String name, String namespace) {
    this.manifestName = name;
    this.namespace = namespace;
    return this;
  }

  ForeignPackage digest(String algorithm, String uri) {
    this.digest = algorithm;
    this.digestUri = uri;
    return this;
  }

  ForeignPackage signedWith(String algorithm) {
    this.signatureAlgorithm = algorithm;
    return this;
  }

  ForeignPackage signedAt(Instant time) {
    this.signed = time;
    return this;
  }

  /** Changes the manifest's text before it is signed. */
  ForeignPackage manifestText(UnaryOperator<String> edit) {
    this.manifestEdit = edit;
    return this;
  }

  /** Changes the finished container's entries, signature and all. */
  ForeignPackage tamper(Consumer<Map<String, byte[]>> edit) {
    this.containerEdit = edit;
    return this;
  }

  ForeignPackage zipped(Zipping zipping) {
    this.zipping = zipping;
    return this;
  }

  /** The entries in their order, before zipping. */
  Map<String, byte[]> entries() {
    byte[] manifest = manifestEdit.apply(manifestXml()).getBytes(StandardCharsets.UTF_8);
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("mimetype", "application/vnd.etsi.asic-e+zip".getBytes(StandardCharsets.UTF_8));
    entries.putAll(files);
    entries.put(manifestName, manifest);
    entries.put(SIGNATURE, signature(manifest));
    entries.put("META-INF/manifest.xml", "<manifest/>".getBytes(StandardCharsets.UTF_8));
    containerEdit.accept(entries);
    return entries;
  }

  byte[] container() {
    try {
      return zipping.zip(entries());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String manifestXml() {
    StringBuilder xml = new StringBuilder(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a:ASiCManifest xmlns:a=\"")
        .append(namespace)
        .append("\" xmlns:d=\"http://www.w3.org/2000/09/xmldsig#\"><a:SigReference URI=\"")
        .append(SIGNATURE)
        .append("\" MimeType=\"application/x-pkcs7-signature\"/>");
    files.forEach((name, content) -> xml.append("<a:DataObjectReference URI=\"")
        .append(name.replace("&", "&amp;"))
        .append("\" MimeType=\"text/plain\"><d:DigestMethod Algorithm=\"")
        .append(digestUri)
        .append("\"/><d:DigestValue>")
        .append(Base64.getEncoder().encodeToString(digestOf(content)))
        .append("</d:DigestValue></a:DataObjectReference>"));
    return xml.append("</a:ASiCManifest>").toString();
  }

  private byte[] digestOf(byte[] content) {
    try {
      return MessageDigest.getInstance(digest).digest(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] signature(byte[] manifest) {
    ASN1EncodableVector attributes = new ASN1EncodableVector();
    attributes.add(
        new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(signed)))));
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      for (int i = 0; i < signers; i++) {
        generator.addSignerInfoGenerator(
            new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                .setSignedAttributeGenerator(
                    new DefaultSignedAttributeTableGenerator(new AttributeTable(attributes)))
                .build(
                    new JcaContentSignerBuilder(signatureAlgorithm)
                        .setProvider(BC)
                        .build(signer.privateKey()),
                    signer.certificate()));
      }
      generator.addCertificates(
          new JcaCertStore(leafOnly ? List.of(signer.certificate()) : signer.chain()));
      return generator.generate(new CMSProcessableByteArray(manifest), false).getEncoded();
    } catch (GeneralSecurityException | OperatorCreationException | CMSException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As a stream is zipped: lengths and checksum behind the content. */
  static byte[] withDescriptors(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        put(zip, new ZipEntry(entry.getKey()), entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  /** As a file is zipped: lengths and checksum in the local headers. */
  static byte[] withoutDescriptors(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        ZipEntry header = new ZipEntry(entry.getKey());
        header.setSize(entry.getValue().length);
        header.setCrc(crc(entry.getValue()));
        header.setCompressedSize(deflatedLength(entry.getValue(), Deflater.DEFAULT_COMPRESSION));
        put(zip, header, entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  static byte[] stored(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        ZipEntry header = new ZipEntry(entry.getKey());
        header.setSize(entry.getValue().length);
        header.setCrc(crc(entry.getValue()));
        put(zip, header, entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, ZipEntry header, byte[] content) throws IOException {
    zip.putNextEntry(header);
    zip.write(content);
    zip.closeEntry();
  }

  private static long crc(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    return crc.getValue();
  }

  /** The length at a level of zlib. */
  static int deflatedLength(byte[] content, int level) {
    Deflater deflater = new Deflater(level, true);
    try {
      deflater.setInput(content);
      deflater.finish();
      return deflater.deflate(new byte[content.length + 1024]);
    } finally {
      deflater.end();
    }
  }
}
