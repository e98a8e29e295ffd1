package org.posthorn.storage.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.model.BlobHash;

/// What a storage engine supplies below [Store]: views with multi-get and scan, a commit of one
/// write set, and bodies.
///
/// An engine knows tables, not mail. Calls come from the store's platform threads, many at a
/// time; errors are [org.posthorn.storage.model.StorageException] with [StorageError.Unavailable]
/// or [StorageError.Corrupt].
///
/// The store locks scopes within the process before it calls [#begin]. An engine that other
/// processes share locks the scopes' rows there as well; when it cannot go on (dead-lock, lost
/// connection), the future of the commit or any call fails with [ConflictException] and the store
/// runs the closure again.
public interface Engine extends AutoCloseable {
  /// A short name for logs and metrics.
  String name();

  /// Called once before anything else with all tables there are.
  void prepare(List<Table<?>> tables);

  /// Called when the store on it is open.
  ///
  /// @param storeId the store's id
  default void opened(String storeId) {}

  /// A view of one moment.
  EngineView view();

  /// Rows by their keys, each as it is durable now or later; for one question, where a view would
  /// cost more.
  default <R> List<Optional<R>> lookUp(Table<R> table, List<byte[]> keys) {
    try (EngineView view = view()) {
      return view.get(table, keys);
    }
  }

  /// Rows by their keys, as a copy of the store has them that may be behind; what it lacks is
  // absent.
  ///
  /// @return nothing at all where there is no copy
  default <R> List<Optional<R>> lookUpCopies(Table<R> table, List<byte[]> keys) {
    return List.of();
  }

  /// A transaction's view of the latest durable state, with its scopes locked.
  ///
  /// @param ahead what it will probably read
  EngineTransaction begin(Scopes scopes, Ahead ahead);

  /// Whether a commit fails with [ConflictException] when a row of an unscoped table that the
  /// transaction read by key was changed meanwhile. If not, the store sees to it.
  boolean detectsConflicts();

  /// Whether other processes may have the same store open and change it meanwhile.
  boolean shared();

  /// A stored body, or empty. It may come from a copy that is behind, and be one that the store has
  /// deleted: only links say what is there. Its reads work on the calling thread until it is
  /// closed.
  Optional<EngineBody> openBody(BlobHash hash);

  /// Opens small bodies with one question, where that is cheaper than one by one.
  ///
  /// @param bytes the most stored octets of a body that may be among them
  /// @return some of the bodies, in memory; those that are not there have to be opened alone
  default Map<BlobHash, EngineBody> openTogether(List<BlobHash> hashes, int bytes) {
    return Map.of();
  }

  /// Whether the engine can take new mail and why not.
  Health health();

  /// Whether so little disk is left that new mail is refused.
  boolean storageFull();

  /// Writes a consistent copy of everything durable into an empty or absent directory, while
  /// transactions go on.
  void checkpoint(Path target);

  /// Reads the engine's own files of rows and compares their checksums.
  ///
  /// @return a line for each damaged file, with its name
  List<String> verifyFiles();

  /// Reads the next thousand bodies or so, in the order of their hashes, and compares checksums and
  /// hashes.
  ///
  /// @param after the last body of the call before; empty for the first
  BodyCheck verifyBodies(Optional<BlobHash> after);

  /// Finishes what was handed over, then closes. Idempotent.
  @Override
  void close();

  /// A stored body held open.
  interface EngineBody extends Content, AutoCloseable {
    @Override
    void close();
  }

  /// What a look at some bodies found.
  ///
  /// @param damaged those that cannot be trusted
  /// @param checked how many were looked at
  /// @param last where to go on; empty at the end
  record BodyCheck(List<DamagedBody> damaged, int checked, Optional<BlobHash> last) {}

  /// A body that cannot be trusted.
  ///
  /// @param problem what is wrong with it, in plain words
  record DamagedBody(BlobHash hash, String problem) {}

  /// The state of an engine.
  ///
  /// @param up whether transactions can succeed
  /// @param message one line for the admin
  record Health(boolean up, String message) {
    public static Health ok() {
      return new Health(true, "ok");
    }

    public static Health down(String message) {
      return new Health(false, message);
    }
  }
}
