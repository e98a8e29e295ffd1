package org.posthorn.imap.command;

import java.time.OffsetDateTime;
import java.util.Optional;
import org.posthorn.storage.model.Flags;

/// One message of an APPEND command, up to its octets (RFC 9051 §6.3.12, RFC 3502).
///
/// @param flags the flags that it shall have
/// @param internalDate its internal date, empty for now
/// @param size how many octets follow
/// @param synchronizing whether the client waits for a continuation before it sends them
public record AppendMessage(
    Flags flags, Optional<OffsetDateTime> internalDate, long size, boolean synchronizing) {}
