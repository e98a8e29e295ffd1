package org.posthorn.storage.directory;

/// The answer to an attempt to log in.
public sealed interface AuthResult {
  record Success(Principal principal) implements AuthResult {}

  /// Wrong name or password; which of the two is not told.
  record BadCredentials() implements AuthResult {}

  /// Name and password are right, but this account or credential may not use this protocol, is
  /// disabled or has expired.
  record NotAllowed(String reason) implements AuthResult {}

  /// The store or the hashing pool cannot answer now.
  record Unavailable(String reason) implements AuthResult {}
}
