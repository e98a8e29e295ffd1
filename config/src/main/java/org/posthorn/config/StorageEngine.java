package org.posthorn.config;

import org.posthorn.config.value.Choice;

/// Which engine holds the mail.
public enum StorageEngine implements Choice {
  /// RocksDB and body segments below the data directory; one daemon.
  EMBEDDED("embedded"),
  /// A MySQL cluster, or MariaDB with Galera; any number of daemons.
  MYSQL("mysql");

  private final String text;

  StorageEngine(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
