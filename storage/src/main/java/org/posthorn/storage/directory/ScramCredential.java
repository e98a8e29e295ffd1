package org.posthorn.storage.directory;

/// The keys that a SCRAM exchange needs (RFC 5802 §3), never the password.
///
/// @param principal who it proves
/// @param salt the salt, at least 16 bytes
/// @param iterations rounds of PBKDF2
/// @param storedKey H(ClientKey)
/// @param serverKey the key of the server's proof
public record ScramCredential(
    Principal principal, byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
  @Override
  public String toString() {
    return "ScramCredential[" + principal.login() + "]";
  }
}
