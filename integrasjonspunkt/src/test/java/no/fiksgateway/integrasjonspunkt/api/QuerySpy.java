package no.fiksgateway.integrasjonspunkt.api;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Sees every query that goes to the database, with what is bound to it. */
class QuerySpy implements BeanPostProcessor {
  private final Queue<Query> seen = new ConcurrentLinkedQueue<>();

  /** A query that was run. */
  record Query(String sql, List<Binding> bindings) {
    record Binding(Method setter, Object[] arguments) {}

    /** Whether it reads one of the tables. */
    boolean reads(String... tables) {
      String lower = sql.toLowerCase(Locale.ROOT);
      return lower.startsWith("select")
          && Arrays.stream(tables)
              .anyMatch(table ->
                  Pattern.compile("(from|join) " + table + "\\b").matcher(lower).find());
    }

    void bindTo(PreparedStatement statement) throws SQLException {
      for (Binding binding : bindings) {
        call(binding.setter(), statement, binding.arguments());
      }
    }

    @Override
    public String toString() {
      return sql;
    }
  }

  List<Query> during(Runnable work) {
    seen.clear();
    work.run();
    return List.copyOf(seen);
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof DataSource dataSource ? spied(dataSource) : bean;
  }

  private DataSource spied(DataSource dataSource) {
    return proxy(DataSource.class, (proxy, method, arguments) -> {
      Object answer = call(method, dataSource, arguments);
      return answer instanceof Connection connection ? spied(connection) : answer;
    });
  }

  private Connection spied(Connection connection) {
    return proxy(Connection.class, (proxy, method, arguments) -> {
      Object answer = call(method, connection, arguments);
      return answer instanceof PreparedStatement statement
              && method.getName().equals("prepareStatement")
          ? spied(statement, (String) arguments[0])
          : answer;
    });
  }

  private PreparedStatement spied(PreparedStatement statement, String sql) {
    List<Query.Binding> bindings = new ArrayList<>();
    return proxy(PreparedStatement.class, (proxy, method, arguments) -> {
      String name = method.getName();
      if (name.startsWith("set") && arguments != null && arguments.length > 1) {
        bindings.add(new Query.Binding(method, arguments));
      } else if (name.startsWith("execute")) {
        seen.add(new Query(sql, List.copyOf(bindings)));
      }
      return call(method, statement, arguments);
    });
  }

  private static <T> T proxy(Class<T> type, java.lang.reflect.InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object call(Method method, Object target, Object[] arguments) throws SQLException {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof SQLException ofTheDatabase) {
        throw ofTheDatabase;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
