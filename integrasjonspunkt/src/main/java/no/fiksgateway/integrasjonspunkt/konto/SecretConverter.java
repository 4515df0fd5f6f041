package no.fiksgateway.integrasjonspunkt.konto;

import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/** Reads secrets from settings. White space around a value is an accident of editing, never part of a secret. */
@Component
@ConfigurationPropertiesBinding
class SecretConverter implements Converter<String, Secret> {
  @Override
  public Secret convert(String source) {
    return new Secret(source.strip());
  }
}
