/// What every writer of mail shares: a change of an account inside a transaction, the links to
/// bodies, and the news of it afterwards.
///
/// [AccountTransactions] begins an [AccountChange]; that hands out a [MailboxChange] for each
/// mailbox it touches, keeps counts, quota and mod-sequences right, and writes each row once in
/// the end. [Bodies] links and unlinks bodies. After the commit [ChangeHub] makes caches look
/// again and tells watchers.
///
/// Rules: all changes that one transaction makes to one account share one mod-sequence, the next
/// of its counter; nothing here has effects before the commit.
@NullMarked
package org.posthorn.storage.change;

import org.jspecify.annotations.NullMarked;
