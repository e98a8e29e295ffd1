package org.posthorn.storage.model;

/// A refusal or failure of the store; [#error()] says which, and protocols map it by an
/// exhaustive `switch`.
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient StorageError error;

  public StorageException(StorageError error) {
    super(error.message());
    this.error = error;
  }

  public StorageException(StorageError error, Throwable cause) {
    super(error.message(), cause);
    this.error = error;
  }

  public StorageError error() {
    return error;
  }
}
