package no.fiksgateway.integrasjonspunkt.arkivmelding;

import java.io.IOException;
import java.io.InputStream;
import org.springframework.stereotype.Component;

/**
 * Reads arkivmelding.xml as a stream. It is read, not validated: what an archive demands of it is the archive's to say. A
 * document type definition is refused, nothing outside of the file is ever fetched.
 */
@Component
public class ArkivmeldingReader {
  private final ArkivmeldingSettings settings;

  ArkivmeldingReader(ArkivmeldingSettings settings) {
    this.settings = settings;
  }

  /**
   * @param xml read to its end at most; not closed
   * @throws InvalidArkivmeldingException where it is not well-formed, in no known namespace, or beyond the bounds
   * @throws IOException where {@code xml} itself cannot be read
   */
  public Arkivmelding read(InputStream xml) throws InvalidArkivmeldingException, IOException {
    return new ArkivmeldingParser(settings).read(xml);
  }
}
