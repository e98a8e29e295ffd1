/// The queue at work: when messages are tried, what is made of the results, and the reports that
/// senders get.
///
/// [OutboundQueue] takes messages in; [QueueWorker] has what is due tried and is where to begin
/// reading. [QueueFeed] looks for due entries in the store, [Schedule] keeps a window of them and
/// says which is next, [Attempts] makes an attempt with a [org.posthorn.smtp.outbound.Courier] (or
/// delivers here), and [Aftermath] turns results into the ends of entries and into reports, which
/// [ReportWriter] writes (RFC 3461, RFC 3464, RFC 6522, RFC 6533).
///
/// An entry is removed in the same transaction that queues the reports about it. A crash at any
/// point leaves it as it was before the attempt: it is tried again when its lease has run out, so
/// that a message arrives twice only where the next host took it and this one did not live to
/// write that down.
@NullMarked
package org.posthorn.smtp.outbound.queue;

import org.jspecify.annotations.NullMarked;
