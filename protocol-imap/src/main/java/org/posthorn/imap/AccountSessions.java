package org.posthorn.imap;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.posthorn.config.ConnectionLimits;
import org.posthorn.storage.model.AccountId;

/// Counts the sessions that are logged in to each account. Thread-safe.
public final class AccountSessions {
  private final ConnectionLimits limits;
  private final ConcurrentMap<AccountId, Integer> counts = new ConcurrentHashMap<>();

  public AccountSessions(ConnectionLimits limits) {
    this.limits = limits;
  }

  /// Counts a session if the account may have one more; [#leave] must follow then.
  public boolean enter(AccountId account, InetAddress client) {
    int now = counts.merge(account, 1, Integer::sum);
    boolean limited = limits.maxSessionsPerAccount() > 0 && !limits.isExempt(client);
    if (limited && now > limits.maxSessionsPerAccount()) {
      leave(account);
      return false;
    }
    return true;
  }

  /// A session that was counted has ended.
  public void leave(AccountId account) {
    counts.computeIfPresent(account, (_, count) -> count > 1 ? count - 1 : null);
  }
}
