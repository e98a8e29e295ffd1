package org.posthorn.storage.schema;

import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.ColumnType;
import org.posthorn.storage.engine.Index;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.model.MailAddress;

/// Table `alias`: one target of an address that leads elsewhere; an alias has one row or more.
///
/// @param domain the alias's domain
/// @param local the alias's local part, or [#CATCH_ALL]
/// @param target the address it leads to
/// @param kind what kind of address that was when the alias was made
public record AliasRow(String domain, String local, String target, Kind kind) {
  /// Stands for every local part that nothing else takes.
  public static final String CATCH_ALL = "*";

  /// Kinds of targets.
  public enum Kind {
    /// An account here.
    LOCAL,
    /// Another alias here.
    GROUP,
    /// An address elsewhere.
    REMOTE
  }

  private static final Table.Builder<AliasRow> B = Table.named(19, "alias");
  public static final Column<AliasRow, String> DOMAIN =
      B.column(1, "domain", ColumnType.STRING, AliasRow::domain);
  public static final Column<AliasRow, String> LOCAL =
      B.column(2, "local", ColumnType.STRING, AliasRow::local);
  public static final Column<AliasRow, String> TARGET =
      B.column(3, "target", ColumnType.STRING, AliasRow::target);
  public static final Column<AliasRow, Kind> KIND =
      B.column(4, "kind", Types.name(Kind.class), AliasRow::kind);

  /// The aliases that lead to an address.
  public static final Index<AliasRow> BY_TARGET = B.index(1, "by_target", TARGET);

  public static final Table<AliasRow> TABLE =
      B.key(DOMAIN, LOCAL, TARGET)
          .directoryScope()
          .build(v -> new AliasRow(v.get(DOMAIN), v.get(LOCAL), v.get(TARGET), v.get(KIND)));

  /// Domain and local part as one value.
  public MailAddress address() {
    return new MailAddress(local, domain);
  }
}
