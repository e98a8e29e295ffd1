/// What IMAP clients ask for and what they are told, as values: commands, responses and the words
/// they are made of.
///
/// Covers RFC 3501 and RFC 9051 (commands §6, responses §7), and the commands of IDLE (RFC 2177),
/// NAMESPACE (RFC 2342), ID (RFC 2971), UNSELECT (RFC 3691), UIDPLUS (RFC 4315), SASL-IR (RFC
/// 4959), WITHIN (RFC 5032), ENABLE (RFC 5161), SPECIAL-USE (RFC 6154) and MOVE (RFC 6851).
///
/// Everything is an immutable value and thread-safe. Values are already checked: numbers are in
/// range, names are decoded, text is Unicode. Nothing here knows bytes, quoting or Netty.
///
/// Start with [ImapCommand] (its four groups are the state rules), then [Verb], [ImapRequest] and
/// [ImapResponse]. Deliberately absent: FETCH responses, which are written straight to the output
/// by the encoder in the `wire` package, since there may be a hundred thousand of them.
@NullMarked
package org.posthorn.imap.command;

import org.jspecify.annotations.NullMarked;
