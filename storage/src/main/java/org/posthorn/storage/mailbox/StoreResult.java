package org.posthorn.storage.mailbox;

import org.posthorn.storage.model.UidSet;

/// What STORE did.
///
/// @param changed messages that got a new mod-sequence (those whose flags were so already keep
///     theirs)
/// @param unchanged messages named that exist and had the flags already
/// @param modified messages that failed UNCHANGEDSINCE (RFC 7162 §3.1.3)
/// @param missing UIDs named that no longer exist
/// @param modSeq the change's mod-sequence; the mailbox's where nothing changed
public record StoreResult(
    UidSet changed, UidSet unchanged, UidSet modified, UidSet missing, long modSeq) {}
