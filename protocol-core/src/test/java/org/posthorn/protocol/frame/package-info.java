@NullMarked
package org.posthorn.protocol.frame;

import org.jspecify.annotations.NullMarked;
