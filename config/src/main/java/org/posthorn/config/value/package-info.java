/// The value types of the configuration: sizes, durations, addresses, secrets.
///
/// Each type reads its own text form (`parse`, [IllegalArgumentException] with a message made for
/// the
/// admin when it cannot) and writes it back (`toString` or `format`), and reading what was written
/// gives an equal value. All are immutable and safe for use by any thread. Nothing here asks DNS.
/// Read [ByteSize] first. `java.time.Duration` is used as it is; [Durations] knows its text form.
@NullMarked
package org.posthorn.config.value;

import org.jspecify.annotations.NullMarked;
