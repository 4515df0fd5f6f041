package no.fiksgateway.integrasjonspunkt.migration;

import no.fiksgateway.integrasjonspunkt.migration.GivenSettings.GivenSetting;

/** A setting under one of Digdir's names says something that cannot be taken over. */
final class UnusableSettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String setting;
  private final String reason;

  UnusableSettingException(GivenSetting setting, String reason) {
    super(setting + " cannot be used: " + reason);
    this.setting = setting.toString();
    this.reason = reason;
  }

  String setting() {
    return setting;
  }

  String reason() {
    return reason;
  }
}
