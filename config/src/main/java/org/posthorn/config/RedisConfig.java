package org.posthorn.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.posthorn.config.value.ByteSize;
import org.posthorn.config.value.RedisUrl;
import org.posthorn.config.value.Secret;

/// What several daemons share beside the database: `[redis]`. Immutable.
///
/// @param url where it is; empty: it is not used
/// @param user whom to log in as; empty: the default user
/// @param password their password; empty: no login
/// @param sentinelPassword the password of the Sentinels; empty: no login there
/// @param caFile certificates of the authorities that may have signed Redis's; empty: those that
///     Java trusts
/// @param prefix what all names of keys and channels begin with
/// @param timeout how long an answer may take
/// @param connectTimeout how long a connection may take
/// @param pause how long Redis is not asked after it failed
/// @param keep how long what is cached stays
/// @param maxBody larger bodies are not cached
public record RedisConfig(
    Optional<RedisUrl> url,
    Optional<String> user,
    Optional<Secret> password,
    Optional<Secret> sentinelPassword,
    Optional<Path> caFile,
    String prefix,
    Duration timeout,
    Duration connectTimeout,
    Duration pause,
    Duration keep,
    ByteSize maxBody) {
  public static RedisConfig defaults() {
    return new RedisConfig(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "posthorn",
        Duration.ofMillis(250),
        Duration.ofSeconds(2),
        Duration.ofSeconds(2),
        Duration.ofHours(24),
        ByteSize.ofKilobytes(64));
  }
}
