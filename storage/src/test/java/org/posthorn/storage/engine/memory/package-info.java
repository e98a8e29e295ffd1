@NullMarked
package org.posthorn.storage.engine.memory;

import org.jspecify.annotations.NullMarked;
