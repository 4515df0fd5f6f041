package no.fiksgateway.benchmarks.gateway;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How long calls of one kind took. */
final class Latencies {
  private final List<Long> nanoseconds = Collections.synchronizedList(new ArrayList<>());

  void add(long took) {
    nanoseconds.add(took);
  }

  int count() {
    return nanoseconds.size();
  }

  double medianMillis() {
    return millisAt(0.5);
  }

  double p99Millis() {
    return millisAt(0.99);
  }

  private double millisAt(double share) {
    List<Long> sorted = new ArrayList<>(nanoseconds);
    Collections.sort(sorted);
    int index = (int) Math.ceil(share * sorted.size()) - 1;
    return sorted.get(Math.max(0, index)) / 1e6;
  }
}
