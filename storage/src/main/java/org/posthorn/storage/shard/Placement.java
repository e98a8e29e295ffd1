package org.posthorn.storage.shard;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.posthorn.storage.directory.AccountPlaces;
import org.posthorn.storage.directory.NewAccount;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// In which shard a new account goes: where it asks to go, else where its address or its domain
/// belongs, else over all that take the rest, by a hash of its address. Immutable.
public final class Placement {
  private final Set<String> names;
  private final Map<String, String> rules;
  private final List<String> rest;

  private Placement(Set<String> names, Map<String, String> rules, List<String> rest) {
    this.names = names;
    this.rules = rules;
    this.rest = rest;
  }

  /// @param accounts for each shard the addresses, domains, and patterns like `*.example.org` for
  ///     all domains below one, whose accounts go there; [AccountPlaces#HOME] may be among the
  ///     shards
  /// @param rest the shards that take all others; with none, [AccountPlaces#HOME] does
  public static Placement of(Map<String, List<String>> accounts, List<String> rest) {
    Map<String, String> rules = new HashMap<>();
    accounts.forEach(
        (shard, patterns) ->
            patterns.forEach(pattern -> rules.put(pattern.toLowerCase(Locale.ROOT), shard)));
    return new Placement(
        Set.copyOf(accounts.keySet()),
        Map.copyOf(rules),
        rest.isEmpty() ? List.of(AccountPlaces.HOME) : List.copyOf(rest));
  }

  /// The shard for an account.
  ///
  /// @throws StorageException `Missing` where it asks for one that there is not
  String of(NewAccount account) {
    String place = account.place().orElseGet(() -> byAddress(account.address()));
    if (!place.equals(AccountPlaces.HOME) && !names.contains(place)) {
      throw new StorageException(new StorageError.Missing("there is no shard " + place));
    }
    return place;
  }

  private String byAddress(MailAddress address) {
    String ruled = rules.get(address.toString().toLowerCase(Locale.ROOT));
    if (ruled == null) {
      ruled = rules.get(address.domain());
    }
    String above = address.domain();
    while (ruled == null && above.indexOf('.') >= 0) {
      above = above.substring(above.indexOf('.') + 1);
      ruled = rules.get("*." + above);
    }
    return ruled != null
        ? ruled
        : rest.get(Math.floorMod(mix(address.toString().hashCode()), rest.size()));
  }

  /// Spreads hash codes that differ in few bits.
  private static int mix(int hash) {
    int mixed = hash * 0x9E37_79B9;
    return mixed ^ (mixed >>> 16);
  }
}
