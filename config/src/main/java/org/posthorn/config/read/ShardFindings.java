package org.posthorn.config.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.posthorn.config.MysqlStorage;
import org.posthorn.config.ShardStorage;
import org.posthorn.config.StorageConfig;
import org.posthorn.config.value.HostPort;

/// What `[[storage.shard]]` means together.
final class ShardFindings {
  private static final String HOME = "home";

  private final StorageConfig storage;
  private final List<Finding> findings = new ArrayList<>();

  private ShardFindings(StorageConfig storage) {
    this.storage = storage;
  }

  static List<Finding> check(StorageConfig storage) {
    ShardFindings all = new ShardFindings(storage);
    all.names();
    all.databases();
    all.accounts();
    all.others();
    return List.copyOf(all.findings);
  }

  private static String path(int shard, String key) {
    return "storage.shard[" + shard + "]." + key;
  }

  private void names() {
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < storage.shards().size(); i++) {
      String name = storage.shards().get(i).name();
      Integer first = seen.putIfAbsent(name, i);
      if (name.equals(HOME)) {
        findings.add(
            Finding.error(
                path(i, "name"), "\"home\" is the database of storage.mysql", "storage.mysql"));
      } else if (first != null) {
        findings.add(
            Finding.error(
                path(i, "name"), "\"" + name + "\" is there already", path(first, "name")));
      }
    }
  }

  private void databases() {
    List<MysqlStorage> seen = new ArrayList<>(List.of(storage.mysql()));
    for (int i = 0; i < storage.shards().size(); i++) {
      MysqlStorage one = storage.shards().get(i).mysql();
      Optional<HostPort> taken = seen.stream().flatMap(other -> common(other, one)).findFirst();
      if (taken.isPresent()) {
        findings.add(
            Finding.error(
                path(i, "database"),
                "\"%s\" at %s is used already: each shard needs a database of its own"
                    .formatted(one.database(), taken.get()),
                path(i, "hosts")));
      }
      seen.add(one);
    }
  }

  private static Stream<HostPort> common(MysqlStorage one, MysqlStorage other) {
    return one.database().equals(other.database())
        ? one.hosts().stream().filter(other.hosts()::contains)
        : Stream.empty();
  }

  private void accounts() {
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < storage.shards().size(); i++) {
      for (String pattern : storage.shards().get(i).accounts()) {
        Integer first = seen.putIfAbsent(pattern.toLowerCase(Locale.ROOT), i);
        if (first != null) {
          findings.add(
              Finding.error(
                  path(i, "accounts"),
                  "\"" + pattern + "\" is in another shard already",
                  path(first, "accounts")));
        }
        if (!pattern.matches("[^\\s@]+@[^\\s@*]+|(\\*\\.)?[^\\s@*]+")) {
          findings.add(
              Finding.error(
                  path(i, "accounts"),
                  "\"" + pattern + "\" is not an address, a domain, or like *.example.org"));
        }
      }
    }
  }

  private void others() {
    boolean taken =
        storage.takesOthers() || storage.shards().stream().anyMatch(ShardStorage::takesOthers);
    if (!taken) {
      findings.add(
          Finding.error(
              "storage.home-takes-others",
              "is false and no shard takes others: accounts that no shard names have no place"));
    }
  }
}
