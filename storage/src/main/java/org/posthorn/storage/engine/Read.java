package org.posthorn.storage.engine;

/// The closure of a read.
@FunctionalInterface
public interface Read<T> {
  T run(View view);
}
