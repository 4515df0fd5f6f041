package no.fiksgateway.integrasjonspunkt.payload;

import java.io.IOException;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

@Configuration(proxyBeanMethods = false)
class PayloadConfiguration {
  @Bean
  PayloadStore payloadStore(PayloadSettings settings, Clock clock) throws IOException {
    return DiskPayloadStore.at(settings.directory(), settings.keyFile(), clock);
  }

  /** After the store, which makes the key file at the first start. */
  @Bean
  @DependsOn("payloadStore")
  SealedText sealedText(PayloadSettings settings) throws IOException {
    return new SealedText(PayloadKey.read(settings.keyFile()));
  }
}
