package org.posthorn.server.setup;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.posthorn.auth.dkim.DomainSigner;
import org.posthorn.auth.dkim.SigningKey;
import org.posthorn.auth.dkim.SigningOptions;
import org.posthorn.config.DkimConfig;
import org.posthorn.config.DkimKeyConfig;
import org.posthorn.config.DkimUse;

/// Makes of `[dkim]` what signs.
public final class DkimSigning {
  private DkimSigning() {}

  /// The signer that the configuration describes. Reads the files of the keys that sign.
  ///
  /// @throws IOException where one of them cannot be read or holds no key that can sign
  public static DomainSigner signer(DkimConfig config, InstantSource clock) throws IOException {
    List<SigningKey> keys = new ArrayList<>();
    for (DkimKeyConfig key : config.keys()) {
      if (key.use() == DkimUse.SIGN) {
        keys.add(SigningKey.read(key.domain(), key.selector(), key.key()));
      }
    }
    return DomainSigner.of(keys, options(config), clock);
  }

  private static SigningOptions options(DkimConfig config) {
    return new SigningOptions(
        lower(config.sign()),
        lower(config.oversign()),
        Optional.of(config.lifetime()).filter(Duration::isPositive));
  }

  private static List<String> lower(List<String> names) {
    return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }
}
