package org.posthorn.storage.directory;

import org.posthorn.storage.schema.CredentialRow;

/// A credential that is to be given to an account: hashed already, so it can be given to many.
///
/// @param kind what it is good for
/// @param secret hash or keys as `{SCHEME}value`
public record NewCredential(CredentialRow.Kind kind, String secret) {
  /// Without the secret.
  @Override
  public String toString() {
    return "NewCredential[" + kind + "]";
  }
}
