/// Changes that take more than one transaction.
///
/// Everything that can refuse such a change is checked first; then an intent row
/// ([org.posthorn.storage.schema.JobRow]) is written, the work is done chunk by chunk, and the row
/// goes with the last chunk. At start [JobRunner#recover] finds the rows of an earlier process: a
/// COPY is undone, everything else is finished. [Jobs] writes the rows, the handlers are the
/// mailbox package's.
///
/// A handler must be able to start anywhere: each chunk leaves the store as if the job had been
/// asked for only what is left.
@NullMarked
package org.posthorn.storage.job;

import org.jspecify.annotations.NullMarked;
