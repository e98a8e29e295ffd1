package org.posthorn.config.schema;

import java.util.List;
import org.posthorn.config.inbound.CheckAction;
import org.posthorn.config.inbound.SenderOverrideConfig;

/// The settings of `[inbound.sender-override]`.
final class SenderOverrideSection {
  private static final Setting<SenderOverrideConfig, String> DOMAIN =
      Setting.of(
              "domain",
              Types.HOST_NAME,
              SenderOverrideConfig::domain,
              """
          The domain in From; those below it are meant too. Of several tables the longest domain counts.
          """)
          .withExample("\"example.org\"")
          .asRequired();

  private static final Setting<SenderOverrideConfig, CheckAction> ACTION =
      Setting.of(
          "action",
          Types.choice(CheckAction.values()),
          SenderOverrideConfig::action,
          """
          What is done with its mail where DMARC fails.
          """);

  static final Section<SenderOverrideConfig> SECTION =
      new Section<>(
          "inbound.sender-override",
          "One domain's mail",
          """
          What is done with the mail of one domain where DMARC fails, whatever the domain asks, with or without a record.
          """,
          List.of(DOMAIN, ACTION),
          v -> new SenderOverrideConfig(v.get(DOMAIN), v.get(ACTION)));

  private SenderOverrideSection() {}

  /// What an entry of the list starts from.
  static SenderOverrideConfig template() {
    return new SenderOverrideConfig("", CheckAction.ACCEPT);
  }
}
