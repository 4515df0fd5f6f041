package no.fiksgateway.acceptance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A document by its name and its every byte. */
record TestFile(String name, byte[] content) {
  static TestFile text(String name, String text) {
    return new TestFile(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes that no compression makes smaller; the same ones for the same size. */
  static TestFile ofSize(String name, int bytes) {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    return new TestFile(name, content);
  }

  /** The documents of a package, without the package's own entries. */
  static List<TestFile> unzipped(InputStream zip) throws IOException {
    List<TestFile> files = new ArrayList<>();
    try (ZipInputStream entries = new ZipInputStream(zip)) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        if (!entry.getName().startsWith("META-INF/") && !entry.getName().equals("mimetype")) {
          files.add(new TestFile(entry.getName(), entries.readAllBytes()));
        }
      }
    }
    return files;
  }

  /** A zip that calls itself ASiC-E but that nobody has signed. */
  static byte[] unsignedPackage(List<TestFile> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("mimetype"));
      zip.write("application/vnd.etsi.asic-e+zip".getBytes(StandardCharsets.US_ASCII));
      for (TestFile file : files) {
        zip.putNextEntry(new ZipEntry(file.name()));
        zip.write(file.content());
      }
    }
    return bytes.toByteArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TestFile file
        && name.equals(file.name)
        && Arrays.equals(content, file.content);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name + " (" + content.length + " bytes)";
  }
}
