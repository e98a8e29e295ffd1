package org.posthorn.storage.engine;

import java.time.Instant;
import java.util.Optional;
import org.posthorn.storage.model.AccountId;

/// A row for tests, owned by an account.
record Item(
    AccountId owner,
    String name,
    long size,
    Optional<String> label,
    boolean seen,
    Instant made,
    byte[] data) {
  private static final ColumnType<AccountId> ACCOUNT =
      ColumnType.INT64.as(AccountId::new, AccountId::value);
  private static final Table.Builder<Item> B = Table.named(200, "item");
  static final Column<Item, AccountId> OWNER = B.column(1, "owner", ACCOUNT, Item::owner);
  static final Column<Item, String> NAME = B.column(2, "name", ColumnType.STRING, Item::name);
  static final Column<Item, Long> SIZE = B.column(3, "size", ColumnType.INT64, Item::size);
  static final Column<Item, Optional<String>> LABEL =
      B.column(4, "label", ColumnType.STRING.optional(), Item::label);
  static final Column<Item, Boolean> SEEN = B.column(5, "seen", ColumnType.BOOL, Item::seen, false);
  static final Column<Item, Instant> MADE = B.column(6, "made", ColumnType.TIME, Item::made);
  static final Column<Item, byte[]> DATA = B.column(7, "data", ColumnType.BYTES, Item::data);
  static final Index<Item> BY_SIZE = B.index(1, "by_size", OWNER, SIZE);
  static final Index<Item> BY_LABEL = B.uniqueIndex(2, "by_label", LABEL);
  static final Table<Item> TABLE =
      B.key(OWNER, NAME)
          .scope(Scope.Kind.ACCOUNT, OWNER)
          .build(
              v ->
                  new Item(
                      v.get(OWNER),
                      v.get(NAME),
                      v.get(SIZE),
                      v.get(LABEL),
                      v.get(SEEN),
                      v.get(MADE),
                      v.get(DATA)));

  static Item of(long owner, String name, long size) {
    return new Item(
        new AccountId(owner), name, size, Optional.empty(), false, Instant.EPOCH, new byte[0]);
  }

  Item withLabel(String text) {
    return new Item(owner, name, size, Optional.of(text), seen, made, data);
  }

  Item withSize(long bytes) {
    return new Item(owner, name, bytes, label, seen, made, data);
  }

  /// Key and size, as tests compare them.
  @Override
  public String toString() {
    return owner + "/" + name + ":" + size;
  }
}
