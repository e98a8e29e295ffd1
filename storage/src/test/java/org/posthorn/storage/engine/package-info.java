@NullMarked
package org.posthorn.storage.engine;

import org.jspecify.annotations.NullMarked;
