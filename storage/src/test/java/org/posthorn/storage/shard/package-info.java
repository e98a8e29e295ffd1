/// Tests of accounts in several stores.
@NullMarked
package org.posthorn.storage.shard;

import org.jspecify.annotations.NullMarked;
