package org.posthorn.auth.dkim;

/// Carries a fault out of a parser, to where it becomes the result. Never leaves this package.
final class FaultException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient SignatureFault fault;

  FaultException(SignatureFault fault) {
    super(fault.reason(), null, false, false);
    this.fault = fault;
  }

  static FaultException permanent(String reason) {
    return new FaultException(SignatureFault.permanent(reason));
  }

  SignatureFault fault() {
    return fault;
  }
}
