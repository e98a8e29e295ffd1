/// Tests of keyed rows with an end.
@NullMarked
package org.posthorn.storage.state;

import org.jspecify.annotations.NullMarked;
