package no.fiksgateway.integrasjonspunkt.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import no.fiksgateway.integrasjonspunkt.arkivmelding.Arkivmelding;
import no.fiksgateway.integrasjonspunkt.arkivmelding.ArkivmeldingReader;
import no.fiksgateway.integrasjonspunkt.arkivmelding.InvalidArkivmeldingException;
import no.fiksgateway.integrasjonspunkt.outbound.Utboks.NewFile;
import no.fiksgateway.integrasjonspunkt.payload.PayloadStore;
import no.fiksgateway.integrasjonspunkt.payload.StoredPayload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What an arkivmelding.xml among its files says of a message (Digdir: eFormidling takes messageTitle and messageReference
 * from it). Only a help to people: whatever is wrong with such a file, it is sent as it is.
 */
@Component
class FileDescriptions {
  private static final Logger LOG = LoggerFactory.getLogger(FileDescriptions.class);

  private final ArkivmeldingReader reader;
  private final PayloadStore payloads;

  FileDescriptions(ArkivmeldingReader reader, PayloadStore payloads) {
    this.reader = reader;
    this.payloads = payloads;
  }

  /** Empty for every other file, and for one that cannot be read. */
  Optional<Arkivmelding> of(NewFile file, StoredPayload stored) {
    if (!file.filename().equals(Arkivmelding.FILENAME)) {
      return Optional.empty();
    }
    try (InputStream xml = payloads.open(stored.id())) {
      return Optional.of(reader.read(xml));
    } catch (InvalidArkivmeldingException unreadable) {
      LOG.debug("A message gets no title from its arkivmelding.xml", unreadable);
    } catch (IOException e) {
      LOG.warn("A message gets no title: its stored arkivmelding.xml cannot be read", e);
    }
    return Optional.empty();
  }
}
