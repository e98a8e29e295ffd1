package org.posthorn.storage.schema;

import java.time.Instant;
import java.util.Optional;
import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.ColumnType;
import org.posthorn.storage.engine.Table;

/// Table `domain`: a domain whose mail is delivered here.
///
/// @param name the domain, as [org.posthorn.storage.model.MailAddress#normaliseDomain] makes it
/// @param aliasOf the domain whose addresses it has; empty for one with addresses of its own
/// @param createdAt when it was added
public record DomainRow(String name, Optional<String> aliasOf, Instant createdAt) {
  private static final Table.Builder<DomainRow> B = Table.named(17, "domain");
  public static final Column<DomainRow, String> NAME =
      B.column(1, "name", ColumnType.STRING, DomainRow::name);
  public static final Column<DomainRow, Optional<String>> ALIAS_OF =
      B.column(2, "alias_of", ColumnType.STRING.optional(), DomainRow::aliasOf);
  public static final Column<DomainRow, Instant> CREATED_AT =
      B.column(3, "created_at", ColumnType.TIME, DomainRow::createdAt);

  public static final Table<DomainRow> TABLE =
      B.key(NAME)
          .directoryScope()
          .build(v -> new DomainRow(v.get(NAME), v.get(ALIAS_OF), v.get(CREATED_AT)));
}
