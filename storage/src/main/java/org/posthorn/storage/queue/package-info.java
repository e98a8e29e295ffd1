/// Messages that wait to be sent on: one entry for each recipient, in the store, leased by workers.
@NullMarked
package org.posthorn.storage.queue;

import org.jspecify.annotations.NullMarked;
