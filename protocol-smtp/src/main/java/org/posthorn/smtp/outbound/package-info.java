/// Mail on its way out: what is handed over, to whom, and what came of it.
///
/// The queue (`.queue`) decides when a message is tried, counts attempts and writes reports; a
/// [Courier] makes one attempt for recipients of one destination and says what came of each.
/// Neither knows how the other works. RFC 5321 §4.5.4, §5, §6.
@NullMarked
package org.posthorn.smtp.outbound;

import org.jspecify.annotations.NullMarked;
