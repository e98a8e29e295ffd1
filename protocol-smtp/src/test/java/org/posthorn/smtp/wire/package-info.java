@NullMarked
package org.posthorn.smtp.wire;

import org.jspecify.annotations.NullMarked;
