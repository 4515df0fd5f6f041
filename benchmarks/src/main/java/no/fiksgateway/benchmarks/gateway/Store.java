package no.fiksgateway.benchmarks.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import no.fiksgateway.benchmarks.gateway.Simulator.Account;
import tools.jackson.databind.JsonNode;

/** A gateway's messages: a few real ones, and copies of them until there are as many as wanted. */
record Store(
    Path directory,
    Simulator simulator,
    List<Account> accounts,
    Database database,
    Real real,
    int copies)
    implements AutoCloseable {
  private static final int IN = 5;

  /** Ids of the messages that everything is copied from. */
  record Real(UUID answered, UUID draft, UUID in) {}

  /** @param waiting how many messages, the newest, are as real ones were left: half of them in the inbox, a tenth drafts */
  static Store fill(
      Path directory, Database.Kind kind, Simulator simulator, int messages, int waiting)
      throws IOException, InterruptedException, SQLException {
    Report.progress("%s: %d messages", kind, messages);
    List<Account> accounts = simulator.open(1);
    Database database = Database.in(directory, kind);
    Real real;
    try (Gateway gateway =
        new Gateway(Part.here(), directory, simulator, accounts, List.of(), database.settings())) {
      real = traffic(gateway, simulator, accounts.get(0).kontoId());
    }
    int copies = new Seed(database, simulator.kontoer()).fill(messages, waiting);
    database.makeRoom();
    return new Store(directory, simulator, accounts, database, real, copies);
  }

  /** One message out that is answered to the end, two that are not, a draft; five in, one of them taken over. */
  private static Real traffic(Gateway gateway, Simulator simulator, UUID konto)
      throws IOException, InterruptedException {
    byte[] file = "Hei".getBytes(StandardCharsets.UTF_8);
    UUID answered = AcceptRate.sendOne(gateway, konto, simulator.robotArchive(), file);
    AcceptRate.sendOne(gateway, konto, simulator.silentReceiver(), file);
    AcceptRate.sendOne(gateway, konto, simulator.silentReceiver(), file);
    UUID draft = UUID.randomUUID();
    Http http = gateway.http();
    http.post(
        "/api/messages/out",
        Gateway.sbd(draft, konto, simulator.silentReceiver(), Simulator.OPPRETT));
    for (int i = 0; i < IN; i++) {
      simulator.writeTo(konto, file);
    }
    // With the kvittering of the one that is answered.
    await(gateway, "/api/messages/in", IN + 1);
    await(gateway, "/api/statuses?status=SENDT", 3);
    await(gateway, "/api/statuses?status=LEST", 1);
    JsonNode taken = http.get("/api/messages/in/peek");
    http.call(http.request("/api/messages/in/" + messageId(taken)).DELETE());
    await(gateway, "/api/statuses?status=INNKOMMENDE_LEVERT", 1);
    JsonNode left = http.get("/api/messages/in").required("content").required(0);
    return new Real(answered, draft, UUID.fromString(messageId(left)));
  }

  private static void await(Gateway gateway, String list, long count)
      throws IOException, InterruptedException {
    while (gateway.count(list) < count) {
      Thread.sleep(100);
    }
  }

  static String messageId(JsonNode sbd) {
    return sbd.at("/standardBusinessDocumentHeader/documentIdentification/instanceIdentifier")
        .stringValue();
  }

  /** The gateway over it. */
  Gateway start() throws IOException, InterruptedException {
    return new Gateway(Part.here(), directory, simulator, accounts, List.of(), database.settings());
  }

  @Override
  public void close() throws SQLException {
    database.close();
  }
}
