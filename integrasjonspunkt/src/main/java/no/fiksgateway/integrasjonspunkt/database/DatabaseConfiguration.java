package no.fiksgateway.integrasjonspunkt.database;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes commits durable in groups, by a journal, where the database is H2. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
  @Bean
  static BeanPostProcessor groupCommitOnH2() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool
            && pool.getJdbcUrl() != null
            && pool.getJdbcUrl().startsWith("jdbc:h2:")) {
          JournaledFile.register();
          pool.setJdbcUrl(JournaledFile.journaled(pool.getJdbcUrl()));
          return inGroups(pool, new H2File());
        }
        return bean;
      }
    };
  }

  static DataSource inGroups(DataSource pool, DatabaseFile file) {
    GroupCommit groups = new GroupCommit(file);
    return ProxyDataSourceBuilder.create(pool)
        .listener(groups)
        .methodListener(groups)
        .build();
  }
}
