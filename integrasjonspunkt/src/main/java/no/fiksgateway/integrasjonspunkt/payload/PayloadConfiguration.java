package no.fiksgateway.integrasjonspunkt.payload;

import java.io.IOException;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PayloadConfiguration {
  @Bean
  PayloadStore payloadStore(PayloadSettings settings, Clock clock) throws IOException {
    return DiskPayloadStore.at(settings.directory(), settings.keyFile(), clock);
  }
}
