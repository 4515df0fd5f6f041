package no.fiksgateway.integrasjonspunkt.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Judged by the library that Standard Webhooks publishes. */
class SigningSecretTest {
  private static final String BODY = "{\"status\":\"LEVERT\",\"description\":\"Blåbærsyltetøy\"}";

  private final SigningSecret secret = SigningSecret.generate();
  private final long now = Instant.now().getEpochSecond();

  private Map<String, List<String>> headers(String signature) {
    return Map.of(
        "webhook-id", List.of("subscription-1-status-2"),
        "webhook-timestamp", List.of(Long.toString(now)),
        "webhook-signature", List.of(signature));
  }

  @Test
  void signsWhatAReceiverCanVerify() {
    String signature = secret.sign("subscription-1-status-2", now, BODY);
    assertThatCode(() -> new Webhook(secret.text()).verify(BODY, headers(signature)))
        .doesNotThrowAnyException();
  }

  @Test
  void signsNothingElse() throws Exception {
    Webhook receiver = new Webhook(secret.text());
    String signature = secret.sign("subscription-1-status-2", now, BODY);
    assertThatThrownBy(() -> receiver.verify(BODY + " ", headers(signature)))
        .isInstanceOf(WebhookVerificationException.class);
    String others = SigningSecret.generate().sign("subscription-1-status-2", now, BODY);
    assertThatThrownBy(() -> receiver.verify(BODY, headers(others)))
        .isInstanceOf(WebhookVerificationException.class);
  }

  @Test
  void isReadAsItWasWritten() {
    SigningSecret read = SigningSecret.parse(secret.text());
    assertThat(read.sign("id", now, BODY)).isEqualTo(secret.sign("id", now, BODY));
  }

  @Test
  void isNotPrinted() {
    assertThat(secret).hasToString("whsec_******");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "whsec_",
        "whsec_c2hvcnQ=",
        "whsec_%%%",
        "secret_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
      })
  void isNothingShorterOrOtherwiseWritten(String text) {
    assertThatThrownBy(() -> SigningSecret.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("whsec_ followed by");
  }
}
