package org.posthorn.config.schema;

import java.io.Serial;
import java.util.List;
import java.util.OptionalInt;

/// A value that is refused, with all its faults.
public final class BadValueException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final transient List<Fault> faults;

  /// One thing that is wrong.
  ///
  /// @param element the element of the list that is wrong, or empty if the value as a whole is
  /// @param message what is wrong, for the admin; never contains a secret
  public record Fault(OptionalInt element, String message) {}

  public BadValueException(String message) {
    this(List.of(new Fault(OptionalInt.empty(), message)));
  }

  public BadValueException(List<Fault> faults) {
    super(faults.getFirst().message());
    this.faults = List.copyOf(faults);
  }

  /// What is wrong: one fault at least.
  public List<Fault> faults() {
    return faults;
  }
}
