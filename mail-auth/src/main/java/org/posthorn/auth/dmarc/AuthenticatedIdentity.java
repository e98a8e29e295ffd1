package org.posthorn.auth.dmarc;

import java.util.Locale;
import org.posthorn.auth.dkim.DkimResult;
import org.posthorn.auth.spf.SpfOutcome;

/// A domain that SPF or DKIM had a look at, and what they found. Immutable.
///
/// @param method who looked
/// @param state what became of it
/// @param domain whose word it is, as the method gave it
public record AuthenticatedIdentity(Method method, State state, String domain) {
  /// The two mechanisms below DMARC (RFC 9989 §4.3).
  public enum Method {
    SPF,
    DKIM;

    /// The word in results.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What DMARC has to know of a result.
  public enum State {
    /// The domain vouches for the message.
    PASSED,
    /// It may do so later: the DNS.
    UNKNOWN,
    /// It does not.
    FAILED
  }

  /// The identity that SPF looked at: to be the reverse-path, or the greeting where that is null.
  public static AuthenticatedIdentity of(SpfOutcome outcome) {
    State state =
        switch (outcome.result()) {
          case PASS -> State.PASSED;
          case TEMPERROR -> State.UNKNOWN;
          case NONE, NEUTRAL, FAIL, SOFTFAIL, PERMERROR -> State.FAILED;
        };
    return new AuthenticatedIdentity(Method.SPF, state, outcome.domain());
  }

  /// The domain of a signature.
  public static AuthenticatedIdentity of(DkimResult result) {
    State state =
        switch (result.status()) {
          case PASS -> State.PASSED;
          case TEMPERROR -> State.UNKNOWN;
          case FAIL, POLICY, NEUTRAL, PERMERROR -> State.FAILED;
        };
    return new AuthenticatedIdentity(Method.DKIM, state, result.domain());
  }
}
