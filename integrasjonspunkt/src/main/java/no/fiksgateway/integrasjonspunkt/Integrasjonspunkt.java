package no.fiksgateway.integrasjonspunkt;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the gateway. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Integrasjonspunkt {
  public static void main(String[] args) {
    SpringApplication.run(Integrasjonspunkt.class, args);
  }
}
