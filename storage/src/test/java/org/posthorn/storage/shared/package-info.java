/// Tests of several daemons on one store.
@NullMarked
package org.posthorn.storage.shared;

import org.jspecify.annotations.NullMarked;
