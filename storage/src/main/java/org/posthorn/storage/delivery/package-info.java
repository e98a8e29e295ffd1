/// Turning one accepted message into mailbox entries and queue entries.
///
/// The inbound pipeline makes a [DeliveryPlan] for each recipient and hands all of them to
/// [Delivery], which commits them in as few durable transactions as the store's bounds allow. A
/// plan is data: Sieve, vacation and forwarding only have to make other plans.
@NullMarked
package org.posthorn.storage.delivery;

import org.jspecify.annotations.NullMarked;
