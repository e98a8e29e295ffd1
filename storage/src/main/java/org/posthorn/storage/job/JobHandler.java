package org.posthorn.storage.job;

import java.util.function.BooleanSupplier;
import org.posthorn.storage.schema.JobRow;

/// Does what is left of a job; for COPY, undoes what was done.
@FunctionalInterface
public interface JobHandler {
  /// Runs until the job is done and its row gone, or until told to stop; between two chunks it
  /// asks.
  ///
  /// @param stopping whether the daemon is going down: leave the rest for the next start
  void run(JobRow job, BooleanSupplier stopping);
}
