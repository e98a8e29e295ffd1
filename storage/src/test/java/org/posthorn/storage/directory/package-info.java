/// Tests of the directory.
@NullMarked
package org.posthorn.storage.directory;

import org.jspecify.annotations.NullMarked;
