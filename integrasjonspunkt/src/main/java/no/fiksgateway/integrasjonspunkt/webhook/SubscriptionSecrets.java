package no.fiksgateway.integrasjonspunkt.webhook;

import no.fiksgateway.integrasjonspunkt.payload.SealedText;
import org.springframework.stereotype.Component;

/** The secrets as they lie in the database: encrypted, since every instance needs them as they are. */
@Component
class SubscriptionSecrets {
  private static final String PURPOSE = "webhook secret";

  private final SealedText sealedText;

  SubscriptionSecrets(SealedText sealedText) {
    this.sealedText = sealedText;
  }

  String seal(SigningSecret secret) {
    return sealedText.seal(secret.text(), PURPOSE);
  }

  SigningSecret of(PushSubscription subscription) {
    return SigningSecret.parse(sealedText.open(subscription.sealedSecret(), PURPOSE));
  }
}
