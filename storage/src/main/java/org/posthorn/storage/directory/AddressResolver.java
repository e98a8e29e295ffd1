package org.posthorn.storage.directory;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.View;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.schema.AccountRow;
import org.posthorn.storage.schema.AddressRow;
import org.posthorn.storage.schema.AliasRow;
import org.posthorn.storage.schema.DomainRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows one address to where it leads. One use, inside a read.
///
/// An address is looked for exactly, then without its detail (RFC 5233), each time first among the
/// accounts' addresses, then among the aliases; then the domain's catch-all takes it.
final class AddressResolver {
  private static final Logger log = LoggerFactory.getLogger(AddressResolver.class);

  /// Aliases that lead to aliases are followed so far.
  private static final int MAX_DEPTH = 10;

  /// Domains that are aliases of domains are followed so far.
  private static final int MAX_DOMAINS = 5;

  /// An alias leads to so many targets at most; the rest is left out.
  static final int MAX_TARGETS = 1_000;

  private final View view;
  private final Optional<Character> separator;
  private final boolean catchAll;
  private final Map<AccountId, String> accounts = new LinkedHashMap<>();
  private final Set<MailAddress> remote = new LinkedHashSet<>();
  private final Set<MailAddress> seen = new HashSet<>();
  private boolean disabled;

  /// @param separator what parts local part and detail
  /// @param catchAll whether catch-all addresses count
  AddressResolver(View view, Optional<Character> separator, boolean catchAll) {
    this.view = view;
    this.separator = separator;
    this.catchAll = catchAll;
  }

  Resolution resolve(MailAddress address) {
    if (localDomain(address.domain()).isEmpty()) {
      return new Resolution.NotLocal();
    }
    follow(address, 0);
    if (!accounts.isEmpty() || !remote.isEmpty()) {
      return new Resolution.Found(
          accounts.entrySet().stream()
              .map(e -> new Resolution.Target(e.getKey(), e.getValue()))
              .toList(),
          List.copyOf(remote));
    }
    return disabled ? new Resolution.Disabled() : new Resolution.NoSuchUser();
  }

  /// The domain whose addresses a domain has: itself, or the one it is an alias of.
  private Optional<String> localDomain(String domain) {
    String name = domain;
    for (int i = 0; i < MAX_DOMAINS; i++) {
      Optional<DomainRow> row = view.get(DomainRow.TABLE, name);
      if (row.isEmpty() || row.get().aliasOf().isEmpty()) {
        return row.map(DomainRow::name);
      }
      name = row.get().aliasOf().get();
    }
    return Optional.empty();
  }

  private void follow(MailAddress address, int depth) {
    Optional<String> domain = localDomain(address.domain());
    if (domain.isEmpty()) {
      addRemote(address);
      return;
    }
    if (depth > MAX_DEPTH || !seen.add(address)) {
      log.atWarn().addKeyValue("address", address).log("an alias leads to itself or too far");
      return;
    }
    String local = address.local();
    if (take(domain.get(), local, "", depth)) {
      return;
    }
    int cut = separator.map(local::indexOf).orElse(-1);
    if (cut > 0 && take(domain.get(), local.substring(0, cut), local.substring(cut + 1), depth)) {
      return;
    }
    if (catchAll) {
      followAlias(aliases(domain.get(), AliasRow.CATCH_ALL), depth);
    }
  }

  /// Whether somebody has the local part.
  private boolean take(String domain, String local, String detail, int depth) {
    Optional<AddressRow> address = view.get(AddressRow.TABLE, domain, local);
    if (address.isPresent()) {
      addAccount(address.get().account(), detail);
      return true;
    }
    List<AliasRow> rows = aliases(domain, local);
    followAlias(rows, depth);
    return !rows.isEmpty();
  }

  private List<AliasRow> aliases(String domain, String local) {
    return view.scan(Scan.of(AliasRow.TABLE, KeyRange.prefix(domain, local)).limit(MAX_TARGETS));
  }

  private void followAlias(List<AliasRow> rows, int depth) {
    for (AliasRow row : rows) {
      if (accounts.size() + remote.size() >= MAX_TARGETS) {
        log.atWarn().addKeyValue("alias", row.address()).log("an alias leads to too many targets");
        return;
      }
      MailAddress.parse(row.target()).ifPresent(target -> follow(target, depth + 1));
    }
  }

  private void addRemote(MailAddress address) {
    remote.add(address);
  }

  private void addAccount(AccountId account, String detail) {
    boolean enabled =
        view.get(AccountRow.TABLE, account)
            .filter(row -> row.state() == AccountRow.State.ENABLED)
            .isPresent();
    if (enabled) {
      accounts.putIfAbsent(account, detail);
    } else {
      disabled = true;
    }
  }
}
