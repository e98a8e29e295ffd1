package org.posthorn.storage.directory;

/// Where the mail of accounts lies: beside the directory, or in stores of their own (shards).
/// Thread-safe.
public interface AccountPlaces {
  /// The name of the place beside the directory.
  String HOME = "home";

  /// There is no other place.
  AccountPlaces ONLY_HOME =
      new AccountPlaces() {
        @Override
        public String placeFor(NewAccount account) {
          account
              .place()
              .filter(place -> !place.equals(HOME))
              .ifPresent(
                  place -> {
                    throw DirectoryRules.missing("there is no shard " + place);
                  });
          return HOME;
        }

        @Override
        public AccountHost at(String place) {
          throw DirectoryRules.missing("there is no shard " + place);
        }
      };

  /// Where a new account's mail shall lie.
  ///
  /// @throws org.posthorn.storage.model.StorageException `Missing` where it asks for a place that
  ///     there is not
  String placeFor(NewAccount account);

  /// Who has the mail at a place other than [#HOME].
  ///
  /// @throws org.posthorn.storage.model.StorageException `Unavailable` while it cannot be reached
  AccountHost at(String place);
}
