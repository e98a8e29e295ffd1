package org.posthorn.storage.maintenance;

/// Hears how far something long has come.
@FunctionalInterface
public interface Progress {
  /// For those who do not care.
  Progress NONE = (_, _, _) -> {};

  /// Tells the state of a piece of the work.
  ///
  /// @param what the piece, in a word or two
  /// @param done how much of it is done
  /// @param total how much there is; 0 where that is not known
  void progress(String what, long done, long total);
}
