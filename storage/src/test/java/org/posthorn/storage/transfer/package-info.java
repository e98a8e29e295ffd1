/// Tests of moving a store to another engine.
@NullMarked
package org.posthorn.storage.transfer;

import org.jspecify.annotations.NullMarked;
