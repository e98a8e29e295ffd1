/// Tests of delivery.
@NullMarked
package org.posthorn.storage.delivery;

import org.jspecify.annotations.NullMarked;
