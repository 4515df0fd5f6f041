package no.fiksgateway.integrasjonspunkt.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.OfKontoer;
import org.hibernate.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.orm.jpa.AbstractEntityManagerFactoryBean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/** Lets calls in, and holds each to what its user may know. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {
  @Bean
  PasswordEncoder passwordEncoder() {
    return new RememberedPasswords();
  }

  /**
   * Whatever is read from the database is read through a session that is opened here, within a transaction or without; what
   * is opened for a user that is held to accounts finds nothing else.
   */
  @Bean
  static BeanPostProcessor onlyWhatTheUserMayKnow(ObjectProvider<Access> access) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof AbstractEntityManagerFactoryBean sessions) {
          sessions.setEntityManagerInitializer(session -> access
              .getObject()
              .limit()
              .ifPresent(kontoer -> session
                  .unwrap(Session.class)
                  .enableFilter(OfKontoer.FILTER)
                  .setParameterList(OfKontoer.KONTOER, ids(kontoer))
                  .setParameter(OfKontoer.HELD_TO, OfKontoer.heldTo(kontoer))));
        }
        return bean;
      }
    };
  }

  private static List<UUID> ids(Set<KontoId> kontoer) {
    return kontoer.stream().map(KontoId::value).toList();
  }

  /** HTTP Basic. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  static class OfHttp {
    private static final Logger LOG = LoggerFactory.getLogger(OfHttp.class);

    private final Users users;

    OfHttp(Users users) {
      this.users = users;
    }

    /** Each filter of each call would be measured by itself; what calls take is measured as it is. */
    @Bean
    SecurityObservationSettings securityObservations() {
      return SecurityObservationSettings.noObservations();
    }

    /**
     * Health is open, for load balancers that know no password; the rest below /manage is about all accounts. Clients keep no
     * cookie, so there is nothing that another site could ride on (CSRF).
     */
    @Bean
    SecurityFilterChain calls(HttpSecurity http) {
      return http.csrf(AbstractHttpConfigurer::disable)
          .sessionManagement(
              sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
          .logout(AbstractHttpConfigurer::disable)
          .requestCache(AbstractHttpConfigurer::disable)
          .httpBasic(Customizer.withDefaults())
          .cors(Customizer.withDefaults())
          .authorizeHttpRequests(calls -> {
            if (users.isEmpty()) {
              calls.anyRequest().permitAll();
            } else {
              calls
                  .requestMatchers("/error", "/manage/health", "/manage/health/**")
                  .permitAll()
                  .requestMatchers("/manage", "/manage/**")
                  .hasAuthority(Users.ALL_KONTOER)
                  .anyRequest()
                  .authenticated();
            }
          })
          .build();
    }

    /** File names come as raw UTF-8 in Content-Disposition, whose bytes look like control characters one by one. */
    @Bean
    HttpFirewall firewall() {
      StrictHttpFirewall firewall = new StrictHttpFirewall();
      firewall.setAllowedHeaderValues(value -> true);
      return firewall;
    }

    @EventListener
    void warnOfOpenDoor(ContextRefreshedEvent started) {
      Environment environment = started.getApplicationContext().getEnvironment();
      String address = environment.getProperty("server.address", "");
      if (users.isEmpty() && !isLoopback(address)) {
        LOG.warn(
            "Whoever reaches this port from another machine can send and read messages. Name users in"
                + " integrasjonspunkt.access.users, or set server.address=127.0.0.1, or see to it that only the case"
                + " systems reach it.");
      }
    }

    private static boolean isLoopback(String address) {
      try {
        return !address.isEmpty() && InetAddress.getByName(address).isLoopbackAddress();
      } catch (UnknownHostException e) {
        // The server cannot bind to it either, and says so.
        return true;
      }
    }
  }
}
