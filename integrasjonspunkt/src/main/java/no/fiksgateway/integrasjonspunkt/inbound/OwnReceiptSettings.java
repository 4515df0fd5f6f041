package no.fiksgateway.integrasjonspunkt.inbound;

import java.util.List;
import no.fiksgateway.integrasjonspunkt.message.Meldingstype;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which receipts the gateway gives of itself. A type is meant where it begins with one of the values.
 *
 * @param mottattWhenStored the protocol's {@code mottatt} is sent as soon as the message is in the inbox; right only where
 *     the local system is sure to take it from there
 * @param mottattWhenDeleted it is sent when the local system has deleted the message; by default for the protocols whose
 *     senders wait for it and expect nothing more
 * @param feilmelding the protocol's error message is sent for what ends in quarantine
 */
@ConfigurationProperties("integrasjonspunkt.own-receipts")
record OwnReceiptSettings(
    @DefaultValue({}) List<String> mottattWhenStored,

    @DefaultValue({"no.nav.digisos.", "no.ks.fiks.bekymringsmelding."})
    List<String> mottattWhenDeleted,

    @DefaultValue("true") boolean feilmelding) {
  boolean whenStored(Meldingstype type) {
    return mottattWhenStored.stream().anyMatch(type.value()::startsWith);
  }

  boolean whenDeleted(Meldingstype type) {
    return mottattWhenDeleted.stream().anyMatch(type.value()::startsWith);
  }
}
