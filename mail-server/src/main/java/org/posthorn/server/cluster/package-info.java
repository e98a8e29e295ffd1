/// A whole cluster on one machine, to try: `posthorn cluster try`.
///
/// [ClusterTrial] starts three MariaDB servers as a Galera cluster ([GaleraNode]), Redis, and three
/// daemons as processes of their own ([ServerProcess]), and stops them. Nothing of it is kept. Read
/// [ClusterTrial] first.
@NullMarked
package org.posthorn.server.cluster;

import org.jspecify.annotations.NullMarked;
