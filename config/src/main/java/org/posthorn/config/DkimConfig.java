package org.posthorn.config;

import java.time.Duration;
import java.util.List;

/// How mail that goes out is signed: `[dkim]` and `[[dkim.key]]`. Immutable.
///
/// @param sign header fields that are signed where they are there
/// @param oversign header fields that are signed so that no other can be added
/// @param lifetime how long a signature is valid; 0 means for ever
/// @param seal whether mail that is sent on is sealed (ARC)
/// @param keys the keys of all domains
public record DkimConfig(
    List<String> sign,
    List<String> oversign,
    Duration lifetime,
    boolean seal,
    List<DkimKeyConfig> keys) {
  public DkimConfig {
    sign = List.copyOf(sign);
    oversign = List.copyOf(oversign);
    keys = List.copyOf(keys);
  }

  public static DkimConfig defaults() {
    return new DkimConfig(
        List.of(
            "Sender",
            "Resent-Date",
            "Resent-From",
            "Resent-To",
            "Resent-Cc",
            "Resent-Message-ID",
            "In-Reply-To",
            "References",
            "List-Id",
            "List-Help",
            "List-Unsubscribe",
            "List-Unsubscribe-Post",
            "List-Subscribe",
            "List-Post",
            "List-Owner",
            "List-Archive",
            "Content-ID",
            "Content-Disposition"),
        List.of(
            "From",
            "To",
            "Cc",
            "Reply-To",
            "Subject",
            "Date",
            "Message-ID",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding"),
        Duration.ZERO,
        true,
        List.of());
  }

  public DkimConfig withKeys(List<DkimKeyConfig> keys) {
    return new DkimConfig(sign, oversign, lifetime, seal, keys);
  }
}
