/// One client's IMAP conversation: its state, and a handler for each family of commands.
///
/// RFC 3501 §3, §5, §6, with the extensions that [org.posthorn.imap] names; RFC 2180 for mailboxes
/// that several clients use at once. Start with [ImapSession] (the conversation), [Dispatcher]
/// (which command is allowed when), [SelectedMailbox] (what the client knows of its mailbox) and
/// [ViewSync] (how it hears of changes); then any handler.
///
/// Invariants: the state is one immutable value ([SessionState]); a handler writes untagged
/// responses and leaves the next state and the completion ([Step]); after it, the session tells
/// what changed in the selected mailbox, then completes the command. Sequence numbers live in
/// [SelectedMailbox] alone; the store is asked by UID. Refusals of the store become replies in
/// [StorageReplies] alone.
///
/// Threads: everything here belongs to one session and runs on its thread, in plain blocking code.
/// No command keeps a thread while the client is silent; IDLE is a state, not a loop.
@NullMarked
package org.posthorn.imap.session;

import org.jspecify.annotations.NullMarked;
