/// The words every part of the store and every protocol speaks: identifiers, UIDs, flags, actors
/// and the errors of storage.
///
/// All types are immutable values and thread-safe. Start with [MailboxName], [UidSet] and
/// [Flags]; every refusal of the store is a [StorageException] that carries one case of the
/// sealed [StorageError].
@NullMarked
package org.posthorn.storage.model;

import org.jspecify.annotations.NullMarked;
