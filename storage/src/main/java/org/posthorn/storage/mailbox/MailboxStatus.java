package org.posthorn.storage.mailbox;

import org.posthorn.storage.model.MailboxId;

/// A mailbox's counts, kept in its row: no message is looked at to answer STATUS.
///
/// @param mailbox the mailbox
/// @param messages how many messages it holds
/// @param unseen how many of them lack `\Seen`
/// @param deleted how many of them have `\Deleted`
/// @param recent how many no session has been told of as recent (RFC 3501 §2.3.2)
/// @param size their octets together
/// @param uidNext the UID that the next message gets, 1 to 2^32
/// @param uidValidity the UIDVALIDITY, 1 to 2^32-1
/// @param highestModSeq the last change that touched the mailbox (RFC 7162 §3.1.2.1)
public record MailboxStatus(
    MailboxId mailbox,
    long messages,
    long unseen,
    long deleted,
    long recent,
    long size,
    long uidNext,
    long uidValidity,
    long highestModSeq) {}
