package org.posthorn.auth.dkim;

/// Why a signature or a key cannot be used: the status it gets, and a reason for people.
///
/// @param status never [DkimStatus#PASS]
/// @param reason a few words, ASCII, nothing from the message in it
public record SignatureFault(DkimStatus status, String reason) {
  static SignatureFault permanent(String reason) {
    return new SignatureFault(DkimStatus.PERMERROR, reason);
  }

  static SignatureFault policy(String reason) {
    return new SignatureFault(DkimStatus.POLICY, reason);
  }

  static SignatureFault fail(String reason) {
    return new SignatureFault(DkimStatus.FAIL, reason);
  }

  static SignatureFault temporary(String reason) {
    return new SignatureFault(DkimStatus.TEMPERROR, reason);
  }
}
