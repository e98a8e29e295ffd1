/// How much may come how fast: token buckets for clients, networks, senders and accounts.
///
/// [Counters] holds the buckets; those of [MemoryCounters] live in this process, in bounded memory.
/// [SharedCounters] asks those that daemons have together first.
/// [DailyRecipients] counts in the store.
/// [RateChecks] takes from them in each phase and [HarvestLimit] counts recipients that do not
/// exist. Buckets refill evenly, so what was refused is let in again after a while without anybody
/// doing anything.
@NullMarked
package org.posthorn.smtp.policy.rate;

import org.jspecify.annotations.NullMarked;
