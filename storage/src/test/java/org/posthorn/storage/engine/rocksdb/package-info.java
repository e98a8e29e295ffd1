@NullMarked
package org.posthorn.storage.engine.rocksdb;

import org.jspecify.annotations.NullMarked;
