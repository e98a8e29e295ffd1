/// The file layer under body segments and spool: few operations, so that tests can put a disk in
/// place that loses, tears and reorders what was not synced.
///
/// Read [Disk] and [DiskFile]; [RealDisk] is the real one. A file's content is durable after
/// [DiskFile#sync], its name after [Disk#syncDirectory] of the directory. RocksDB's own files do
/// not pass through here.
@NullMarked
package org.posthorn.storage.io;

import org.jspecify.annotations.NullMarked;
