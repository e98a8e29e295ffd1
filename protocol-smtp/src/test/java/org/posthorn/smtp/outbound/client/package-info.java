@NullMarked
package org.posthorn.smtp.outbound.client;

import org.jspecify.annotations.NullMarked;
