package no.fiksgateway.registrystub;

/** Runs the stub as a process of its own. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {}
}
