@NullMarked
package org.posthorn.protocol.session;

import org.jspecify.annotations.NullMarked;
