/// Mailboxes and their messages: what IMAP and POP3 do all day.
///
/// [MailboxService] is the one door. A session works on a [MailboxSnapshot], an immutable picture
/// of a mailbox at one mod-sequence, and asks for a newer one when it may tell its client of
/// changes; sequence numbers are positions in the snapshot that the session holds, and the store
/// never hears of them. A snapshot is never trusted as it is: it is a past of the mailbox, and
/// [SnapshotRows] reads what changed since, whether it comes from memory ([SnapshotCache]) or from
/// Redis ([SharedSnapshots]). Message bytes come through [MessageVisitor], a batch at a time.
///
/// Every call may block on the disk and belongs on a virtual thread; none may be made from an
/// event loop. Changes are published to watchers after they are durable.
@NullMarked
package org.posthorn.storage.mailbox;

import org.jspecify.annotations.NullMarked;
