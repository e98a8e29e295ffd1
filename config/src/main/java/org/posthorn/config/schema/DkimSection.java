package org.posthorn.config.schema;

import java.time.Duration;
import java.util.List;
import org.posthorn.config.DkimConfig;

/// The settings of `[dkim]`.
final class DkimSection {
  private static final Setting<DkimConfig, List<String>> SIGN =
      Setting.of(
          "sign",
          Types.listOf(Types.FIELD_NAME),
          DkimConfig::sign,
          """
          Header fields that are signed where a message has them. `From` is always signed.
          """);

  private static final Setting<DkimConfig, List<String>> OVERSIGN =
      Setting.of(
          "oversign",
          Types.listOf(Types.FIELD_NAME),
          DkimConfig::oversign,
          """
          Header fields that are signed once more than a message has them, so that nobody can add another one on the way. A
          mailing list that adds or changes such a field breaks the signature.
          """);

  private static final Setting<DkimConfig, Duration> LIFETIME =
      Setting.of(
          "lifetime",
          Types.duration("0s", "365d"),
          DkimConfig::lifetime,
          """
          How long a signature is valid (`x=`). `0` means for ever; a week or more leaves time for delivery.
          """);

  private static final Setting<DkimConfig, Boolean> SEAL =
      Setting.of(
          "seal",
          Types.BOOL,
          DkimConfig::seal,
          """
          Whether mail of strangers that an alias sends on to another server is sealed (ARC): what was found when it came goes with
          it. The key is that of the alias's domain, else that of this host's name; without either nothing is sealed.
          """);

  static final Section<DkimConfig> SECTION =
      new Section<>(
          "dkim",
          "How mail that goes out is signed (DKIM)",
          """
          What a signature covers. The keys are those of the domain of a message's author.
          """,
          List.of(SIGN, OVERSIGN, LIFETIME, SEAL),
          DkimSection::build);

  private DkimSection() {}

  private static DkimConfig build(Values<DkimConfig> v) {
    return new DkimConfig(v.get(SIGN), v.get(OVERSIGN), v.get(LIFETIME), v.get(SEAL), List.of());
  }
}
