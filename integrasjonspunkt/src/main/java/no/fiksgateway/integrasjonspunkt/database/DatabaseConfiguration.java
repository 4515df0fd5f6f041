package no.fiksgateway.integrasjonspunkt.database;

import com.zaxxer.hikari.HikariDataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets one transaction at a time commit, where the database is H2. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
  @Bean
  static BeanPostProcessor commitsInTurnOnH2() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool
            && pool.getJdbcUrl() != null
            && pool.getJdbcUrl().startsWith("jdbc:h2:")) {
          CommitsInTurn commits = new CommitsInTurn();
          return ProxyDataSourceBuilder.create(pool)
              .listener(commits)
              .methodListener(commits)
              .build();
        }
        return bean;
      }
    };
  }
}
