@NullMarked
package org.posthorn.protocol.limit;

import org.jspecify.annotations.NullMarked;
