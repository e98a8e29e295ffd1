@NullMarked
package org.posthorn.storage.io;

import org.jspecify.annotations.NullMarked;
