@NullMarked
package org.posthorn.protocol.sasl;

import org.jspecify.annotations.NullMarked;
