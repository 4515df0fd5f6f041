package no.fiksgateway.simulator;

import com.rabbitmq.client.ConnectionFactory;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The simulator keeps the contract. */
class SimulatorQueueTest implements KontoQueueContract {
  private static FiksSimulator simulator;
  private static Integrasjon avsender;

  private Integrasjon mottaker;

  @BeforeAll
  static void start() throws Exception {
    simulator = FiksSimulator.start();
    avsender = Integrasjon.open(simulator, "910000001");
  }

  @AfterAll
  static void stop() throws Exception {
    simulator.close();
  }

  @BeforeEach
  void openAccount() throws Exception {
    mottaker = Integrasjon.open(simulator, "910000002");
  }

  @Override
  public ConnectionFactory client() throws Exception {
    return Integrasjon.factory(
        simulator, mottaker.account.get("integrasjonId").asString(), mottaker.password());
  }

  @Override
  public String queue() {
    return mottaker.queueName();
  }

  @Override
  public void arrives(byte[] body, Duration ttl) throws Exception {
    avsender.sends(mottaker.kontoId(), "no.test.fiksio.v1", body, Map.of("ttl", ttl.toMillis()));
  }

  @Override
  public void cancelsConsumers() throws Exception {
    Integrasjon.admin(
        simulator, "POST", "/faults", "{\"where\":\"amqp\",\"what\":\"cancel-consumer\"}");
  }
}
