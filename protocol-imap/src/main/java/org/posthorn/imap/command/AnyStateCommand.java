package org.posthorn.imap.command;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Commands that are allowed in every state (RFC 9051 §6.1).
public sealed interface AnyStateCommand extends ImapCommand {

  /// CAPABILITY (RFC 9051 §6.1.1).
  record Capability() implements AnyStateCommand {
    @Override
    public Verb verb() {
      return Verb.CAPABILITY;
    }
  }

  /// NOOP (RFC 9051 §6.1.2).
  record Noop() implements AnyStateCommand {
    @Override
    public Verb verb() {
      return Verb.NOOP;
    }
  }

  /// LOGOUT (RFC 9051 §6.1.3).
  record Logout() implements AnyStateCommand {
    @Override
    public Verb verb() {
      return Verb.LOGOUT;
    }
  }

  /// ID (RFC 2971 §3.1).
  ///
  /// @param fields what the client says of itself, in its order; empty for `NIL`; a `NIL` value is
  ///     an empty Optional
  record Id(Map<String, Optional<String>> fields) implements AnyStateCommand {
    public Id {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    @Override
    public Verb verb() {
      return Verb.ID;
    }
  }
}
