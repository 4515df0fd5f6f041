package no.fiksgateway.integrasjonspunkt.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileHeaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "attachment; filename=a.pdf|a.pdf|",
        "attachment; name=Before The Law; filename=\"before the law.txt\"|before the law.txt|Before The Law",
        "attachment;name=\"a; b\";filename=\"x;y.txt\"|x;y.txt|a; b",
        "attachment; filename=plain.pdf; filename*=UTF-8''sm%C3%B8r.pdf|smør.pdf|",
        "attachment; filename*=UTF-8''sm%C3%B8r.pdf; filename=plain.pdf|smør.pdf|",
        "attachment; filename*=iso-8859-1'no'sm%F8r+1.pdf|smør+1.pdf|",
        "attachment; name*=UTF-8''%C3%86rlig; filename=a|a|Ærlig",
        "attachment; filename=\"half|\"half|",
        "attachment; filename=a\\b.txt|a\\b.txt|",
        "attachment; filename=a=b.txt; size=7; creation-date=nonsense|a=b.txt|",
        "attachment; FILENAME=a.txt;|a.txt|",
        "attachment|~~|"
      })
  void isReadAsClientsWriteIt(String header, String filename, String title) {
    FileHeader read = FileHeader.parse(header);
    assertThat(read.filename()).isEqualTo(filename.isEmpty() ? null : filename);
    assertThat(read.title()).isEqualTo(title);
  }

  @Test
  void isReadAsUtf8WhereItWasWrittenSo() {
    String onTheWire = new String(
        "attachment; filename=\"Søknad.pdf\"".getBytes(StandardCharsets.UTF_8),
        StandardCharsets.ISO_8859_1);
    assertThat(FileHeader.parse(onTheWire).filename()).isEqualTo("Søknad.pdf");
  }

  @Test
  void isReadAsLatin1WhereItWasWrittenSo() {
    assertThat(FileHeader.parse("attachment; filename=\"Søknad.pdf\"").filename())
        .isEqualTo("Søknad.pdf");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ; filename=a",
        "attachment; filename",
        "attachment; filename*=a.txt",
        "attachment; filename*=UTF-16''a",
        "attachment; filename*=UTF-8''%zz",
        "attachment; filename=a; size=many"
      })
  void isRefusedWhereItMakesNoSense(String header) {
    assertThatThrownBy(() -> FileHeader.parse(header))
        .isInstanceOf(Problem.ProblemException.class)
        .hasMessageContaining("Content-Disposition");
  }

  @ParameterizedTest
  @CsvSource({
    "../../etc/x.pdf, x.pdf",
    "/etc/passwd, passwd",
    "C:\\mine\\brev.docx, brev.docx",
    "C:brev.docx, brev.docx",
    "'tab\there.txt', tabhere.txt",
    "Vedlegg – æøå 1.pdf, Vedlegg – æøå 1.pdf"
  })
  void namesAFileWithoutAnyPath(String asked, String safe) {
    assertThat(new FileHeader(asked, null).safeFilename()).isEqualTo(safe);
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "a/", "mimetype", "META-INF", "C:", " "})
  void isRefusedWhereNoNameIsLeft(String asked) {
    assertThatThrownBy(() -> new FileHeader(asked, null).safeFilename())
        .isInstanceOf(Problem.ProblemException.class)
        .hasMessageContaining("cannot be used as a file name");
  }
}
