package org.posthorn.storage.mailbox;

import org.posthorn.storage.model.UidSet;

/// What COPYUID tells (RFC 4315 §3): the n-th source UID became the n-th target UID.
///
/// @param uidValidity the target's UIDVALIDITY
/// @param sources the UIDs that were copied or moved, ascending
/// @param targets their UIDs in the target, ascending
public record CopyResult(long uidValidity, UidSet sources, UidSet targets) {}
