package no.fiksgateway.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The files inside an ASiC-E package, without what ASiC-E itself puts there (ETSI EN 319 162-1 section 4.4). */
record AsiceFiles(Map<String, byte[]> byName) {
  private static final String MIMETYPE = "mimetype";
  private static final String SIGNATURES = "META-INF/";

  static AsiceFiles in(byte[] asice) throws DemoFailed {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(asice))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        if (name.equals(MIMETYPE) || name.startsWith(SIGNATURES)) {
          continue;
        }
        if (files.put(name, zip.readAllBytes()) != null) {
          throw new DemoFailed("The package holds " + name + " twice.");
        }
      }
    } catch (IOException e) {
      throw new DemoFailed("The package is not a readable zip: " + e.getMessage(), e);
    }
    return new AsiceFiles(files);
  }

  /** Fails unless these are the files that were sent: every one, no other, byte for byte. */
  void requireSameAs(List<DemoFile> sent) throws DemoFailed {
    List<String> wrong = new ArrayList<>();
    Map<String, byte[]> left = new LinkedHashMap<>(byName);
    for (DemoFile file : sent) {
      byte[] received = left.remove(file.name());
      if (received == null) {
        wrong.add(file.name() + " is missing");
      } else if (!Arrays.equals(received, file.content())) {
        wrong.add(file.name() + " differs from what was sent");
      }
    }
    left.keySet().forEach(name -> wrong.add(name + " was never sent"));
    if (!wrong.isEmpty()) {
      throw new DemoFailed(
          "The package does not hold what was sent: " + String.join(", ", wrong) + ".");
    }
  }
}
