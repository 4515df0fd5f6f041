package no.fiksgateway.integrasjonspunkt.database;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.h2.api.ErrorCode;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes commits durable in groups, by a journal, where the database is H2, and gives it memory. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
  /** The part of the heap in which H2 keeps what it has read of its file. */
  private static final int PART_OF_THE_HEAP = 16;

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
          pool.setExceptionOverride(new ClosedDatabase());
          return inGroups(pool, new H2File());
        }
        return bean;
      }
    };
  }

  /**
   * A database that H2 has closed, as it does where it cannot write, is opened anew once none of its connections is left. The
   * pool by itself goes on lending one that is used more often than twice a second.
   */
  private static final class ClosedDatabase implements SQLExceptionOverride {
    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException e) {
      return e.getErrorCode() == ErrorCode.DATABASE_IS_CLOSED
          ? SQLExceptionOverride.Override.MUST_EVICT
          : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
  }

  /** For db/vendor/h2/afterMigrate.sql. */
  @Bean
  FlywayConfigurationCustomizer memoryOfH2() {
    long kilobytes = Runtime.getRuntime().maxMemory() / PART_OF_THE_HEAP / 1024;
    return flyway -> {
      Map<String, String> placeholders = new HashMap<>(flyway.getPlaceholders());
      placeholders.put("h2CacheKilobytes", Long.toString(kilobytes));
      flyway.placeholders(placeholders);
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
