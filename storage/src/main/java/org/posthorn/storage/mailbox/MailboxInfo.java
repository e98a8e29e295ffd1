package org.posthorn.storage.mailbox;

import java.util.Optional;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.SpecialUse;

/// One line of LIST or LSUB.
///
/// @param id the mailbox; empty for a name that is only subscribed to, and for a level that
///     exists only as the parent of others
/// @param name the full name
/// @param selectable whether it can be selected; false for names without a mailbox of their own
///     (RFC 9051 §7.3.1 `\Noselect`)
/// @param hasChildren whether mailboxes lie below it
/// @param subscribed whether the owner subscribed to the name
/// @param specialUse what it is used for
public record MailboxInfo(
    Optional<MailboxId> id,
    MailboxName name,
    boolean selectable,
    boolean hasChildren,
    boolean subscribed,
    Optional<SpecialUse> specialUse) {}
