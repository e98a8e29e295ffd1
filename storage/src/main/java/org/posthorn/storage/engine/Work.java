package org.posthorn.storage.engine;

/// The closure of a transaction.
@FunctionalInterface
public interface Work<T> {
  /// Reads and writes; may run more than once, so it has no effects but through `tx`.
  T run(Transaction tx);
}
