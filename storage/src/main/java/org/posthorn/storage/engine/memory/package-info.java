/// An engine that keeps everything in the heap: for tests, and to keep the other engines from
/// leaking through [org.posthorn.storage.engine.Engine].
@NullMarked
package org.posthorn.storage.engine.memory;

import org.jspecify.annotations.NullMarked;
