package no.fiksgateway.integrasjonspunkt.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import no.fiksgateway.integrasjonspunkt.FakeFiks;
import no.fiksgateway.integrasjonspunkt.Integrasjonspunkt;
import no.fiksgateway.integrasjonspunkt.SettableClock;
import no.fiksgateway.integrasjonspunkt.TestIdentity;
import no.fiksgateway.integrasjonspunkt.inbound.DeliveryHandler;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.web.context.WebApplicationContext;

/** The whole gateway behind its real HTTP port, with the platform and the registry told by the test what to answer. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    classes = Integrasjonspunkt.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = "integrasjonspunkt.jobs.polling=100ms")
@ContextConfiguration(initializers = TestIdentity.class)
@Import(ApiTest.Outside.class)
@interface ApiTest {
  /** What stands in for the outside. */
  @TestConfiguration(proxyBeanMethods = false)
  class Outside {
    @Bean
    @Primary
    FakeFiks fakeFiks() {
      return new FakeFiks();
    }

    @Bean
    @Primary
    KnownReceivers knownReceivers() {
      return new KnownReceivers();
    }

    @Bean
    @Primary
    SettableClock settableClock() {
      return new SettableClock();
    }

    @Bean
    @Lazy
    CaseSystem caseSystem(WebApplicationContext gateway) {
      return new CaseSystem(gateway);
    }

    @Bean
    FiksSender fiksSender(DeliveryHandler handler) {
      return new FiksSender(handler);
    }
  }
}
