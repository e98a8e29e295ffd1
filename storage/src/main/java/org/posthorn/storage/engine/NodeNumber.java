package org.posthorn.storage.engine;

/// How a daemon comes by its number in identifiers, which no other daemon on the store may have.
public sealed interface NodeNumber {
  /// A number that is known to be free, as where a store has one process.
  ///
  /// @param number 0 to 1023
  record Fixed(int number) implements NodeNumber {
    public Fixed {
      if (number < 0 || number >= IdGenerator.NODES) {
        throw new IllegalArgumentException("node numbers go from 0 to " + (IdGenerator.NODES - 1));
      }
    }
  }

  /// Any number that is free, leased in the store.
  ///
  /// @param instance the daemon's own name, the same after a restart and another for every daemon:
  ///     letters, digits, hyphens
  record Leased(String instance) implements NodeNumber {
    public Leased {
      if (!instance.matches("[A-Za-z0-9-]{1,100}")) {
        throw new IllegalArgumentException("not the name of an instance: " + instance);
      }
    }
  }

  /// The number of another store, whose keeper has it: so identifiers are unique in both together.
  ///
  /// @param other an open store, closed after this one
  record Borrowed(Store other) implements NodeNumber {}
}
