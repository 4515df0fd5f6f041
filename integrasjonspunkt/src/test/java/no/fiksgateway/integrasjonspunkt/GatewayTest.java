package no.fiksgateway.integrasjonspunkt;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.ContextConfiguration;

/** The whole gateway with its real database and payload store, but with {@link FakeFiks} where the platform would be. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    classes = Integrasjonspunkt.class,
    webEnvironment = SpringBootTest.WebEnvironment.NONE,
    properties = {"integrasjonspunkt.jobs.polling=100ms"})
@ContextConfiguration(initializers = TestIdentity.class)
@Import(GatewayTest.Ports.class)
@ExtendWith(TestDatabase.class)
public @interface GatewayTest {
  /** What stands in for the outside. */
  @TestConfiguration(proxyBeanMethods = false)
  class Ports {
    @Bean
    @Primary
    FakeFiks fakeFiks() {
      return new FakeFiks();
    }

    @Bean
    @Primary
    FakeMottakere fakeMottakere(FakeFiks fiks) {
      return new FakeMottakere(fiks);
    }

    @Bean
    @Primary
    SettableClock settableClock() {
      return new SettableClock();
    }
  }
}
