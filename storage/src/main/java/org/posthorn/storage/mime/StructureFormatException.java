package org.posthorn.storage.mime;

import java.io.Serial;

/// Bytes that are no [MessageStructure], or one of another version: read the message again.
public final class StructureFormatException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  /// An exception that says what is wrong with the bytes.
  public StructureFormatException(String message) {
    super(message);
  }
}
