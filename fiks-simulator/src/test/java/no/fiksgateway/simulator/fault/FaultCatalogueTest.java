package no.fiksgateway.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultCatalogueTest {
  @Test
  void theReadmesTableNamesEveryFaultThereIsAndNoOther() throws Exception {
    Set<String> documented = new LinkedHashSet<>();
    List<String> columns = List.of();
    for (String line : Files.readAllLines(Path.of("README.md"))) {
      List<String> cells =
          Arrays.stream(line.split("\\|", -1)).map(String::trim).toList();
      if (line.startsWith("| what |")) {
        columns = cells;
      } else if (!columns.isEmpty() && line.startsWith("| `")) {
        for (int i = 2; i < columns.size() - 1; i++) {
          if (!cells.get(i).isEmpty()) {
            documented.add(columns.get(i) + " " + cells.get(1).replace("`", ""));
          }
        }
      } else if (line.isBlank()) {
        columns = List.of();
      }
    }

    Set<String> possible = new LinkedHashSet<>();
    for (Where where : Where.values()) {
      for (What what : FaultCatalogue.possible(where)) {
        possible.add(where.apiName() + " " + (what == What.STATUS ? "status:NNN" : what.apiName()));
      }
    }
    assertThat(documented).containsExactlyInAnyOrderElementsOf(possible);
  }

  @Test
  void whatIsLeftOutHasItsUsualValue() {
    Fault fault = FaultCatalogue.read("amqp", "reorder", null, null);

    assertThat(fault.count()).isEqualTo(1);
    assertThat(fault.delay()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void anUnknownPartIsRefusedWithThePartsThereAre() {
    assertThatThrownBy(() -> FaultCatalogue.read("mail", "delay", null, null))
        .hasMessage("where must be one of send, catalog, dokumentlager, token, amqp, receipt");
  }

  @Test
  void aStatusMustBeAnErrorAndForAmqpOneItsEndpointCanSay() {
    for (String status : List.of("status:200", "status:600", "status:", "status:abc")) {
      assertThatThrownBy(() -> FaultCatalogue.read("send", status, null, null))
          .as(status)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> FaultCatalogue.read("amqp", "status:503", null, null))
        .hasMessageContaining("403 refuses the next login");
  }

  @Test
  void aCountBelowOneIsRefused() {
    assertThatThrownBy(() -> FaultCatalogue.read("send", "delay", 0, null))
        .hasMessageContaining("count must be from 1");
  }
}
