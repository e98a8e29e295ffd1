/// What several daemons on one store need of each other: to hear of changes, and never to work from
/// memory that another daemon has made old.
///
/// [ChangeFeed] is the seam: who tells us of the changes of other daemons, and who is told of ours.
/// [SharedChanges] is what stands behind it: it asks the store whether what is remembered of an
/// account is still true ([org.posthorn.storage.change.Freshness]), and polls the accounts that
/// sessions watch. So a feed is for speed only; nothing depends on it.
///
/// The rule: every change of an account's mail raises `AccountRow.changes` by one, in its own
/// transaction. Whoever knows an account up to a value of that counter, and finds the same value in
/// the store, has missed nothing.
@NullMarked
package org.posthorn.storage.shared;

import org.jspecify.annotations.NullMarked;
