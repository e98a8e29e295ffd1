/// Fixtures of stores that are ready to use, and tests of the whole mail store.
@NullMarked
package org.posthorn.storage;

import org.jspecify.annotations.NullMarked;
