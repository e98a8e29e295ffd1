@NullMarked
package org.posthorn.storage.blob;

import org.jspecify.annotations.NullMarked;
