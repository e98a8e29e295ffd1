package org.posthorn.storage.mailbox;

import org.posthorn.storage.model.UidSet;

/// What APPENDUID tells (RFC 4315 §3).
///
/// @param uidValidity the mailbox's UIDVALIDITY
/// @param uids the new messages' UIDs, in the order of the request
public record AppendResult(long uidValidity, UidSet uids) {}
