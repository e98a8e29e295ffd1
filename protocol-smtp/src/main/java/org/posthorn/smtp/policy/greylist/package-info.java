/// Greylisting: mail of an unknown sender is told to come again (RFC 6647 §2.4, §5).
///
/// [Greylist] is the check; a [GreylistRecord] is what is remembered of a triplet of network,
/// sender and recipient, or of a whole network. Rows are kept in the state store, so that all
/// daemons on one store know the same senders and a restart forgets nobody.
@NullMarked
package org.posthorn.smtp.policy.greylist;

import org.jspecify.annotations.NullMarked;
