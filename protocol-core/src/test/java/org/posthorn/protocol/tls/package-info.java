@NullMarked
package org.posthorn.protocol.tls;

import org.jspecify.annotations.NullMarked;
