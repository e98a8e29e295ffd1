package org.posthorn.storage.engine;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.posthorn.storage.model.AccountId;

/// The scopes one transaction locks: sorted, distinct, at most [#MAX].
///
/// @param list the scopes in locking order
public record Scopes(List<Scope> list) {
  /// The most scopes of one transaction.
  public static final int MAX = 50;

  private static final Scopes NONE = new Scopes(List.of());
  private static final Scopes DIRECTORY = new Scopes(List.of(Scope.DIRECTORY));

  public Scopes {
    list = list.size() < 2 ? List.copyOf(list) : list.stream().sorted().distinct().toList();
    if (list.size() > MAX) {
      throw new IllegalArgumentException(
          "a transaction locks at most %d scopes, not %d".formatted(MAX, list.size()));
    }
  }

  /// No scope: only rows of unscoped tables may be written.
  public static Scopes none() {
    return NONE;
  }

  public static Scopes account(AccountId account) {
    return new Scopes(List.of(Scope.account(account)));
  }

  public static Scopes accounts(Collection<AccountId> accounts) {
    return new Scopes(accounts.stream().map(Scope::account).toList());
  }

  public static Scopes directory() {
    return DIRECTORY;
  }

  public static Scopes queue(int partition) {
    return new Scopes(List.of(Scope.queue(partition)));
  }

  /// These and those.
  public Scopes and(Scopes others) {
    return new Scopes(Stream.concat(list.stream(), others.list.stream()).toList());
  }

  /// Whether a scope is among them.
  public boolean contains(Scope scope) {
    return list.contains(scope);
  }
}
