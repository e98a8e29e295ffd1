package org.posthorn.storage.directory;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Optional;
import org.posthorn.storage.engine.Store;

/// Builds the directory's two faces over what they share: the answers that are remembered, and the
/// hasher of passwords.
///
/// @param directory what protocols ask
/// @param admin what the command line changes
public record DirectoryServices(StoredDirectory directory, DirectoryAdmin admin) {
  /// @param home who has the mail beside the directory
  /// @param places where else mail lies
  /// @param separator what parts local part and detail of plus addressing
  public static DirectoryServices create(
      Store store,
      AccountHost home,
      AccountPlaces places,
      AuthenticationOptions options,
      Optional<Character> separator,
      Clock clock,
      MeterRegistry registry) {
    DirectoryCache cache = new DirectoryCache(store);
    PasswordHasher hasher = new PasswordHasher(options);
    AccountCreator creator = new AccountCreator(store, home, places, cache, clock);
    return new DirectoryServices(
        new StoredDirectory(cache, hasher, options, separator, clock, registry),
        new StoredDirectoryAdmin(store, home, places, cache, hasher, creator, clock));
  }
}
