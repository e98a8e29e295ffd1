package org.posthorn.storage.engine;

/// Says that a transaction met another one and must run again. Never leaves [Store].
public final class ConflictException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ConflictException(String message) {
    super(message, null, false, false);
  }
}
