/// Tests of the mail queue.
@NullMarked
package org.posthorn.storage.queue;

import org.jspecify.annotations.NullMarked;
