package no.fiksgateway.integrasjonspunkt.api;

import io.swagger.v3.core.converter.ModelConverter;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The description of the API at {@code /v3/api-docs}; it is made when somebody first asks for it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class DescriptionConfiguration {
  @Bean
  OpenApiCustomizer description(ObjectProvider<BuildProperties> build) {
    return new Description(
        () -> build.stream().map(BuildProperties::getVersion).findFirst().orElse("unknown"));
  }

  @Bean
  ModelConverter describedTypes() {
    return new DescribedTypes();
  }
}
