/// What a mail transaction is made of (RFC 5321 §3.3): the client, its identity, the envelope,
/// where each recipient leads, and what was noticed about the message.
///
/// Immutable values that the session builds up, the checks of [org.posthorn.smtp.policy] look at
/// and [org.posthorn.smtp.delivery] carries out; and [RemoteDelivery], the way out of this host.
@NullMarked
package org.posthorn.smtp.transaction;

import org.jspecify.annotations.NullMarked;
