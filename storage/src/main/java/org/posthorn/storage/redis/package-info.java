/// Redis, as far as daemons that share a database use it: [RedisTier] opens it.
///
/// Invariants:
/// - Nothing depends on Redis. [RedisLink] gives every question a bounded time; when Redis does not
///   answer it is left alone for a while, and all that ask are told at once that there is nothing.
/// - What is written is worth nothing to anybody but as a hint: [RedisCache] holds what proves
///   itself, [RedisCounts] what may be lost, [RedisStateStore] what is forgotten soon anyway,
///   [RedisChangeFeed] says where to look.
///
/// One server, Sentinels and a cluster differ in [RedisConnector] alone; every script works on one
/// key. Read [RedisLink] first.
@NullMarked
package org.posthorn.storage.redis;

import org.jspecify.annotations.NullMarked;
