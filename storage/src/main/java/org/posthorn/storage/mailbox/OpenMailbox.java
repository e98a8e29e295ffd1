package org.posthorn.storage.mailbox;

/// What SELECT and EXAMINE start from.
///
/// @param snapshot the mailbox as it is now
/// @param recentFrom messages with this UID or a higher one are `\Recent` to this session;
///     opening for writing moves the mark, so that no other session is told of the same messages
///     (RFC 3501 §2.3.2)
public record OpenMailbox(MailboxSnapshot snapshot, long recentFrom) {}
