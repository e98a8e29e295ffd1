package org.posthorn.storage.directory;

import java.util.List;
import java.util.Optional;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.View;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.schema.AddressRow;
import org.posthorn.storage.schema.AliasRow;
import org.posthorn.storage.schema.DomainRow;

/// Finds the account a login name means: one of its addresses, or an alias that leads to it alone.
/// No catch-all and no detail: those are for mail.
final class LoginNames {
  private static final int MAX_STEPS = 5;

  private LoginNames() {}

  static Optional<AccountId> account(View view, MailAddress name) {
    MailAddress address = name;
    for (int i = 0; i < MAX_STEPS; i++) {
      Optional<DomainRow> domain = view.get(DomainRow.TABLE, address.domain());
      if (domain.isEmpty()) {
        return Optional.empty();
      }
      if (domain.get().aliasOf().isPresent()) {
        address = new MailAddress(address.local(), domain.get().aliasOf().get());
        continue;
      }
      Optional<AddressRow> row = view.get(AddressRow.TABLE, address.domain(), address.local());
      if (row.isPresent()) {
        return row.map(AddressRow::account);
      }
      if (address.local().equals(AliasRow.CATCH_ALL)) {
        return Optional.empty();
      }
      List<AliasRow> targets =
          view.scan(AliasRow.TABLE, KeyRange.prefix(address.domain(), address.local()));
      Optional<MailAddress> next =
          targets.size() == 1 ? MailAddress.parse(targets.getFirst().target()) : Optional.empty();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      address = next.get();
    }
    return Optional.empty();
  }
}
