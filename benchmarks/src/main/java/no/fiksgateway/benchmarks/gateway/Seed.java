package no.fiksgateway.benchmarks.gateway;

import java.nio.charset.StandardCharsets;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Copies every row that real messages have left in a database until so many messages are stored. Each copy has ids of its
 * own, wherever they stand; only the ids of accounts stay as they are. Ids that belong together still do. The gateway must
 * be stopped meanwhile.
 *
 * <p>The bytes of documents are not copied, so that what was copied can be listed and peeked, but not popped.
 */
final class Seed {
  private static final Pattern UUIDS =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final int COPIES_AT_ONCE = 100;

  /** How much earlier each copy was than the next. */
  private static final Duration STEP = Duration.ofMillis(100);

  /** Times that lie ahead, and must go on doing so. */
  private static final Set<String> AHEAD = Set.of("deadline", "execution_time", "expires_at");

  /**
   * What has to be copied, parents first.
   *
   * @param numbers columns with a number from the one sequence
   * @param rows which rows
   */
  private record Table(String name, Set<String> numbers, String rows) {}

  private static final List<Table> TABLES = List.of(
      new Table("message", Set.of("id"), "true"),
      new Table("document", Set.of("id", "message"), "true"),
      new Table("status_change", Set.of("id", "message"), "true"),
      new Table("status_feed", Set.of("status_id"), "true"),
      new Table("queued_status", Set.of("status_id"), "true"),
      new Table("sent_melding", Set.of(), "true"),
      new Table("send_attempt", Set.of("id"), "true"),
      new Table("fiks_delivery", Set.of("id"), "true"),
      new Table("scheduled_deadlines", Set.of(), "true"));

  /** Drawn by the database. */
  private static final String ENTRY = "entry";

  /** Of the feed and the queue; without gaps. Documents have one too, each message's counted from zero. */
  private static final String POSITION = "position";

  private final Database database;
  private final Set<String> accounts;

  Seed(Database database, Set<UUID> accounts) {
    this.database = database;
    this.accounts = accounts.stream().map(UUID::toString).collect(Collectors.toSet());
  }

  private record Column(String name, int type) {}

  /** @param history the same rows, as they are when nothing is left to do for their messages */
  private record Rows(
      Table table,
      List<Column> columns,
      List<List<@Nullable Object>> all,
      List<List<@Nullable Object>> history,
      PreparedStatement insert) {}

  /** What went into a copy. */
  private record Template(long number, long position, int copies, int waiting) {}

  /**
   * Returns how many copies were made, numbered from one, the oldest first.
   *
   * @param messages how many there are to be in all, at the least
   * @param waiting how many of them stay in the inbox and the outbox if they are there; the newest
   */
  int fill(int messages, int waiting) throws SQLException {
    try (Connection connection = database.connect()) {
      long copied = number(connection, "select count(*) from message");
      int copies = (int) ((messages + copied - 1) / copied) - 1;
      Template template = new Template(
          1
              + number(
                  connection,
                  "select greatest((select max(id) from message), (select max(id) from document),"
                      + " (select max(id) from status_change), (select max(id) from send_attempt),"
                      + " (select max(id) from fiks_delivery))"),
          number(connection, "select max(position) from status_feed"),
          copies,
          (int) (waiting / copied));
      connection.setAutoCommit(false);
      List<Rows> rows = new ArrayList<>();
      for (Table table : TABLES) {
        rows.add(read(connection, table));
      }
      for (int copy = 1; copy <= copies; copy++) {
        for (Rows of : rows) {
          addCopy(of, template, copy);
        }
        if (copy % COPIES_AT_ONCE == 0 || copy == copies) {
          for (Rows of : rows) {
            of.insert().executeBatch();
          }
          connection.commit();
        }
        if (copy % 10_000 == 0) {
          Report.progress("  %d of %d copies", copy, copies);
        }
      }
      connection.setAutoCommit(true);
      countAnew(connection, template);
      return copies;
    }
  }

  /** The id that stands in a copy in place of the original one. */
  static UUID idIn(int copy, UUID original) {
    return UUID.nameUUIDFromBytes((original + "/" + copy).getBytes(StandardCharsets.US_ASCII));
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  private static Rows read(Connection connection, Table table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("select * from " + table.name() + " where " + table.rows())) {
      ResultSetMetaData meta = result.getMetaData();
      List<Column> columns = new ArrayList<>();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        columns.add(new Column(meta.getColumnName(i), meta.getColumnType(i)));
      }
      List<Column> copied =
          columns.stream().filter(column -> !column.name().equals(ENTRY)).toList();
      List<List<@Nullable Object>> all = new ArrayList<>();
      while (result.next()) {
        List<@Nullable Object> row = new ArrayList<>();
        for (Column column : copied) {
          row.add(plain(result.getObject(column.name())));
        }
        all.add(row);
      }
      PreparedStatement insert = connection.prepareStatement("insert into %s (%s) values (%s)"
          .formatted(
              table.name(),
              copied.stream().map(Column::name).collect(Collectors.joining(", ")),
              copied.stream().map(column -> "?").collect(Collectors.joining(", "))));
      return new Rows(
          table, copied, all, all.stream().map(row -> history(copied, row)).toList(), insert);
    }
  }

  /** As the row is once its message has been taken over, or its draft deleted. */
  private static List<@Nullable Object> history(List<Column> columns, List<@Nullable Object> row) {
    List<String> names = columns.stream().map(Column::name).toList();
    int box = names.indexOf("box");
    Object was = box < 0 ? null : row.get(box);
    if (was == null) {
      return row;
    }
    List<@Nullable Object> done = new ArrayList<>(row);
    done.set(box, null);
    if (was.equals("INBOX")) {
      done.set(names.indexOf("status"), "INNKOMMENDE_LEVERT");
      done.set(names.indexOf("finished_at"), row.get(names.indexOf("last_update")));
    } else {
      done.set(names.indexOf("stage"), "WITHDRAWN");
    }
    return done;
  }

  private static @Nullable Object plain(@Nullable Object value) throws SQLException {
    if (value instanceof Clob text) {
      return text.getSubString(1, (int) text.length());
    }
    return value instanceof OffsetDateTime time ? Timestamp.from(time.toInstant()) : value;
  }

  private void addCopy(Rows rows, Template template, int copy) throws SQLException {
    boolean waits = copy > template.copies() - template.waiting();
    for (List<@Nullable Object> row : waits ? rows.all() : rows.history()) {
      for (int i = 0; i < rows.columns().size(); i++) {
        Column column = rows.columns().get(i);
        Object value = copied(rows.table(), column.name(), row.get(i), template, copy);
        if (value == null) {
          rows.insert().setNull(i + 1, column.type());
        } else {
          rows.insert().setObject(i + 1, value);
        }
      }
      rows.insert().addBatch();
    }
  }

  private @Nullable Object copied(
      Table table, String column, @Nullable Object value, Template template, int copy) {
    if (value instanceof Number number && table.numbers().contains(column)) {
      return number.longValue() + copy * template.number();
    }
    if (value instanceof Number number
        && column.equals(POSITION)
        && table.numbers().contains("status_id")) {
      return number.longValue() + copy * template.position();
    }
    if (value instanceof UUID id) {
      return isAccount(id.toString()) ? id : idIn(copy, id);
    }
    if (value instanceof String text) {
      return UUIDS
          .matcher(text)
          .replaceAll(found -> isAccount(found.group())
              ? found.group()
              : idIn(copy, UUID.fromString(found.group())).toString());
    }
    if (value instanceof Timestamp time && !AHEAD.contains(column)) {
      return Timestamp.from(
          time.toInstant().minus(STEP.multipliedBy(template.copies() - (long) copy)));
    }
    return value;
  }

  private boolean isAccount(String id) {
    return accounts.contains(id);
  }

  /** The lengths, the last position and the sequence, as if the gateway had counted along. */
  private void countAnew(Connection connection, Template template) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("delete from list_growth");
      String konto =
          "case m.direction when 'OUTGOING' then m.avsender_konto else m.mottaker_konto end";
      statement.execute("insert into list_growth (list, kind, konto, entries)"
          + " select 'CONVERSATIONS', m.direction, " + konto + ", count(*) from message m"
          + " where not m.automatic group by m.direction, " + konto);
      statement.execute("insert into list_growth (list, kind, konto, entries)"
          + " select 'STATUSES', c.status, " + konto + ", count(*)"
          + " from status_change c join message m on m.id = c.message"
          + " where c.shown group by c.status, " + konto);
      statement.execute("update status_feed_head set position = "
          + template.position() * (template.copies() + 1L));
      statement.execute(
          "alter sequence ids restart with " + (template.number() * (template.copies() + 1L) + 50));
      statement.execute(database.tidyUp());
    }
  }
}
