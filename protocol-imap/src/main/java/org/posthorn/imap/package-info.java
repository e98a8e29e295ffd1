/// IMAP4rev1, as clients on ports 143 and 993 speak it.
///
/// RFC 3501 in full, and IDLE (RFC 2177), NAMESPACE (RFC 2342), ID (RFC 2971), CHILDREN (RFC 3348),
/// MULTIAPPEND (RFC 3502), UNSELECT (RFC 3691), UIDPLUS (RFC 4315), ESEARCH (RFC 4731), SASL-IR
/// (RFC 4959), WITHIN (RFC 5032), ENABLE (RFC 5161), LIST-EXTENDED (RFC 5258), response codes (RFC
/// 5530), LIST-STATUS (RFC 5819), SPECIAL-USE (RFC 6154), MOVE (RFC 6851), LITERAL+ (RFC 7888).
///
/// Read [ImapEndpoint], then `session.ImapSession`, which runs one conversation. Bytes and values
/// meet in `wire`; commands and responses as values are in `command`; state and handlers are in
/// `session`. [Capabilities] is the one list of what is announced. Deliberately absent: IMAP4rev2,
/// CONDSTORE and QRESYNC, SORT and THREAD, ACLs.
///
/// Threads: [ImapEndpoint] and all it shares are thread-safe; a session belongs to one thread at a
/// time.
@NullMarked
package org.posthorn.imap;

import org.jspecify.annotations.NullMarked;
