package no.fiksgateway.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class AsiceFilesTest {
  private static final DemoFile LETTER = file("brev.pdf", "a letter");
  private static final DemoFile XML = file("arkivmelding.xml", "<arkivmelding/>");

  @Test
  void leaveOutWhatThePackageFormatAdds() throws Exception {
    byte[] asice = zip(
        file("mimetype", "application/vnd.etsi.asic-e+zip"),
        XML,
        file("META-INF/ASiCManifest.xml", "<x/>"));

    assertThat(AsiceFiles.in(asice).byName()).containsOnlyKeys("arkivmelding.xml");
  }

  @Test
  void areTheSameInAnyOrder() throws Exception {
    AsiceFiles files = AsiceFiles.in(zip(LETTER, XML));

    assertThatCode(() -> files.requireSameAs(List.of(XML, LETTER))).doesNotThrowAnyException();
  }

  @Test
  void aChangedByteIsFound() throws Exception {
    AsiceFiles files = AsiceFiles.in(zip(file("brev.pdf", "a lettes")));

    assertThatThrownBy(() -> files.requireSameAs(List.of(LETTER)))
        .isInstanceOf(DemoFailed.class)
        .hasMessageContaining("brev.pdf differs");
  }

  @Test
  void aMissingAndAnUninvitedFileAreFound() throws Exception {
    AsiceFiles files = AsiceFiles.in(zip(XML));

    assertThatThrownBy(() -> files.requireSameAs(List.of(LETTER)))
        .isInstanceOf(DemoFailed.class)
        .hasMessageContaining("brev.pdf is missing")
        .hasMessageContaining("arkivmelding.xml was never sent");
  }

  @Test
  void whatIsNoZipHoldsNothing() throws Exception {
    AsiceFiles files = AsiceFiles.in("not a zip".getBytes(UTF_8));

    assertThatThrownBy(() -> files.requireSameAs(List.of(LETTER)))
        .hasMessageContaining("brev.pdf is missing");
  }

  private static DemoFile file(String name, String content) {
    return new DemoFile(name, "application/octet-stream", content.getBytes(UTF_8));
  }

  private static byte[] zip(DemoFile... files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (DemoFile file : files) {
        zip.putNextEntry(new ZipEntry(file.name()));
        zip.write(file.content());
      }
    }
    return bytes.toByteArray();
  }
}
