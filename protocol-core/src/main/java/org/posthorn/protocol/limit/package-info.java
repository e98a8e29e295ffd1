/// What a connection may do: sizes, times, rates, and how many connections there may be.
@NullMarked
package org.posthorn.protocol.limit;

import org.jspecify.annotations.NullMarked;
