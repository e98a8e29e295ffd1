@NullMarked
package org.posthorn.protocol.net;

import org.jspecify.annotations.NullMarked;
