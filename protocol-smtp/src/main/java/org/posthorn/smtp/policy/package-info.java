/// What the server takes and what it refuses, phase by phase: connect, HELO, MAIL, RCPT, DATA, end
/// of data.
///
/// A [Check] looks at what is known in its phase and gives a sealed [Verdict]; an [SmtpPolicy]
/// holds a [CheckList] for each phase. The first check that refuses decides; annotations and
/// quarantine add up in [Findings] and travel with the transaction. Checks have no effects: what is
/// accepted is done by the session. SPF, DKIM, DMARC, greylisting, block lists and filters are
/// further checks.
///
/// Checks may block (they run on the session's virtual thread), are shared by all sessions and must
/// be thread-safe. Read [SmtpPolicy] first. RFC 5321 §3.6, §4.5.1, §6.2, §6.3, §7.9; RFC 6409 §6.
@NullMarked
package org.posthorn.smtp.policy;

import org.jspecify.annotations.NullMarked;
