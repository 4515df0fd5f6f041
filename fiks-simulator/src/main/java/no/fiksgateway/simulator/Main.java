package no.fiksgateway.simulator;

/** Runs the simulator as a process of its own. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {}
}
