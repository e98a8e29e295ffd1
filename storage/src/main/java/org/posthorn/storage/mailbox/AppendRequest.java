package org.posthorn.storage.mailbox;

import java.time.Instant;
import java.util.Optional;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.model.Flags;

/// One message of APPEND.
///
/// @param body the message, spooled; the caller closes it after the call
/// @param flags its flags and keywords
/// @param internalDate its received date; now where absent
public record AppendRequest(SpooledBody body, Flags flags, Optional<Instant> internalDate) {}
