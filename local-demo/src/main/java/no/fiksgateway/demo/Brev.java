package no.fiksgateway.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** A letter of one page as PDF. */
record Brev(String title, List<String> lines) {
  private static final float MARGIN = 72;
  private static final float TITLE_SIZE = 16;
  private static final float TEXT_SIZE = 11;
  private static final float LEADING = 16;

  /** PDFBox brings this font; taking it from there spares a search through the machine's own fonts. */
  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

  DemoFile toFile(String name) {
    try (PDDocument pdf = new PDDocument()) {
      pdf.getDocumentInformation().setTitle(title);
      PDPage page = new PDPage(PDRectangle.A4);
      pdf.addPage(page);
      write(pdf, page, font(pdf));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      pdf.save(bytes);
      return new DemoFile(name, "application/pdf", bytes.toByteArray());
    } catch (IOException e) {
      throw new IllegalStateException("writing a PDF to memory failed", e);
    }
  }

  private void write(PDDocument pdf, PDPage page, PDFont font) throws IOException {
    try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
      content.beginText();
      content.setFont(font, TITLE_SIZE);
      content.setLeading(LEADING);
      content.newLineAtOffset(MARGIN, page.getMediaBox().getHeight() - MARGIN);
      content.showText(title);
      content.setFont(font, TEXT_SIZE);
      content.newLine();
      for (String line : lines) {
        content.newLine();
        content.showText(line);
      }
      content.endText();
    }
  }

  private static PDFont font(PDDocument pdf) throws IOException {
    try (InputStream font =
        Objects.requireNonNull(PDDocument.class.getResourceAsStream(FONT), FONT)) {
      return PDType0Font.load(pdf, font);
    }
  }
}
