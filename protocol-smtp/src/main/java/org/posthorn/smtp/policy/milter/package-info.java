/// Mail filters that speak the milter protocol, version 6: they hear of the client, the sender,
/// the recipients and the message while they come, and may refuse, change or drop what they hear.
///
/// [MilterCheck] is the check; it keeps a [MilterConversation] for each session, which opens a
/// [MilterLink] and asks over it. [MilterWire] knows packets, [Answer] is what a filter may say,
/// [HeaderFields] and [EnvelopeEdits] are what it may change, [ChangedMessage] puts the result
/// together. There is no RFC; the protocol is that of Sendmail's libmilter and of Postfix.
///
/// Invariants: a filter is trusted with mail, not with this process: packets, changes and time are
/// bounded, and what makes no sense counts as a failure, for which the configuration says what
/// follows. Changes take effect only with the last answer, all of them or none. Absent: commands
/// that are not known and recipients that were refused are told to no filter.
///
/// Read [MilterCheck] first.
@NullMarked
package org.posthorn.smtp.policy.milter;

import org.jspecify.annotations.NullMarked;
