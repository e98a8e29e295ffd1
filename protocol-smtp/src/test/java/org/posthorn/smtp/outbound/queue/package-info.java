@NullMarked
package org.posthorn.smtp.outbound.queue;

import org.jspecify.annotations.NullMarked;
