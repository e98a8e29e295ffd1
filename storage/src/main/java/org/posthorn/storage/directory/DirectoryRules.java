package org.posthorn.storage.directory;

import java.util.Optional;
import java.util.regex.Pattern;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.View;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.AddressRow;
import org.posthorn.storage.schema.AliasRow;
import org.posthorn.storage.schema.DomainRow;

/// What must hold before the directory is changed.
final class DirectoryRules {
  private static final int MAX_LOCAL = 128;
  private static final Pattern DOMAIN =
      Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,62})(\\.[a-z0-9_][a-z0-9_-]{0,62})*");

  private static final int MAX_DOMAIN = 255;

  private DirectoryRules() {}

  static StorageException missing(String what) {
    return new StorageException(new StorageError.Missing(what));
  }

  static StorageException exists(String what) {
    return new StorageException(new StorageError.Exists(what));
  }

  static StorageException invalid(String what) {
    return new StorageException(new StorageError.Invalid(what));
  }

  static StorageException denied(String what) {
    return new StorageException(new StorageError.Denied(what));
  }

  /// Refuses what is no domain name: letters, digits, hyphens and underscores in labels of 1 to 63,
  /// with a dot between.
  static String checkDomain(String domain) {
    String name = MailAddress.normaliseDomain(domain);
    if (name.length() > MAX_DOMAIN || !DOMAIN.matcher(name).matches()) {
      throw invalid("not a domain name: " + domain);
    }
    return name;
  }

  /// Refuses a local part that no account may have.
  static void checkAddress(MailAddress address) {
    checkDomain(address.domain());
    String local = address.local();
    boolean bad =
        local.isEmpty()
            || local.length() > MAX_LOCAL
            || local.equals(AliasRow.CATCH_ALL)
            || local.chars().anyMatch(c -> c <= 0x20 || c == 0x7F || c == '@');
    if (bad) {
      throw invalid("not an address: " + address);
    }
  }

  /// Refuses a domain that is not in the directory, or has its addresses from another.
  static void requireOwnDomain(View view, String domain) {
    Optional<DomainRow> row = view.get(DomainRow.TABLE, domain);
    if (row.isEmpty()) {
      throw missing("there is no domain " + domain);
    }
    if (row.get().aliasOf().isPresent()) {
      throw denied(domain + " is an alias of " + row.get().aliasOf().get());
    }
  }

  /// Refuses an address that an account or an alias has.
  static void requireFree(View view, MailAddress address) {
    if (view.get(AddressRow.TABLE, address.domain(), address.local()).isPresent()) {
      throw exists("there is an account " + address + " already");
    }
    if (!view.scan(
            Scan.of(AliasRow.TABLE, KeyRange.prefix(address.domain(), address.local())).limit(1))
        .isEmpty()) {
      throw exists("there is an alias " + address + " already");
    }
  }
}
