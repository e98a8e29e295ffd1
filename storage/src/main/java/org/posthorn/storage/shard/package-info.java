/// Spreads accounts over several stores: shards.
///
/// Everything that is not one account's (domains, addresses, credentials, aliases, the queue, small
/// facts, node numbers) lies in the *home* store, which has accounts of its own as well. A shard is
/// a whole store of the same kind whose directory and queue stay empty. What is an account's (its
/// mailboxes, messages, bodies, jobs, the counter of its changes) lies in one of them; table
/// `account_shard` of the home store says in which, from the moment when the account is added.
///
/// The border is the one that protocols see: [org.posthorn.storage.shard.ShardedMailboxes] and its
/// like ask [org.posthorn.storage.shard.Shards] who has an account and call the same service there.
/// No transaction spans two stores. Each store has threads, caches, sweeps and change feed of its
/// own, so that one which cannot be reached costs its accounts alone; the home store costs all.
/// Identifiers are made with the home store's node number and are unique in all of them.
///
/// Read [org.posthorn.storage.shard.Shards] first. Deliberately absent: moving an account while it
/// is in use.
@NullMarked
package org.posthorn.storage.shard;

import org.jspecify.annotations.NullMarked;
