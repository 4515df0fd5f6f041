package no.fiksgateway.integrasjonspunkt.api;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.validation.autoconfigure.ValidationConfigurationCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.format.FormatterRegistry;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.filter.UrlHandlerFilter;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;

/** How HTTP is spoken to clients. */
@Configuration
class ApiConfiguration implements WebMvcConfigurer {
  @Override
  public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
    builder
        .withJsonConverter(new JacksonJsonHttpMessageConverter(ApiJson.MAPPER))
        // swagger-core brings a YAML library, and clients would be answered in YAML whose Accept
        // asks for it.
        .configureMessageConvertersList(converters -> converters.removeIf(
            converter -> converter.getSupportedMediaTypes().contains(MediaType.APPLICATION_YAML)));
  }

  @Override
  public void addFormatters(FormatterRegistry registry) {
    registry.addFormatter(new OsloTime.Parameter());
  }

  /** English unless the client asks for Norwegian, whatever the machine speaks. */
  @Bean
  LocaleResolver localeResolver() {
    AcceptHeaderLocaleResolver resolver = new AcceptHeaderLocaleResolver();
    resolver.setSupportedLocales(List.of(
        Locale.ENGLISH,
        Locale.forLanguageTag("nb"),
        Locale.forLanguageTag("no"),
        Locale.forLanguageTag("nn")));
    resolver.setDefaultLocale(Locale.ENGLISH);
    return resolver;
  }

  /** Some case systems end every path with a slash (efm-integrasjonspunkt, pull request 1438). */
  @Bean
  FilterRegistrationBean<UrlHandlerFilter> trailingSlashes() {
    UrlHandlerFilter filter =
        UrlHandlerFilter.trailingSlashHandler("/**").wrapRequest().build();
    FilterRegistrationBean<UrlHandlerFilter> registration = new FilterRegistrationBean<>(filter);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
    return registration;
  }

  /** {@code @Future} asks the gateway's clock. */
  @Bean
  ValidationConfigurationCustomizer validationClock(Clock clock) {
    return configuration -> configuration.clockProvider(() -> clock);
  }
}
