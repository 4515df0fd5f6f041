package no.fiksgateway.demo;

/** Something the person at the keyboard can read and act on. */
final class DemoFailed extends Exception {
  private static final long serialVersionUID = 1;

  private final String explanation;

  DemoFailed(String explanation) {
    super(explanation);
    this.explanation = explanation;
  }

  DemoFailed(String explanation, Throwable cause) {
    super(explanation, cause);
    this.explanation = explanation;
  }

  /** What happened and what to do; this is what is printed. */
  String explanation() {
    return explanation;
  }
}
