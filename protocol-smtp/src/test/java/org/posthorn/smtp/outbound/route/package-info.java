@NullMarked
package org.posthorn.smtp.outbound.route;

import org.jspecify.annotations.NullMarked;
