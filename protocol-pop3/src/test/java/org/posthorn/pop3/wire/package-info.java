/// Tables and laws of the wire form.
@NullMarked
package org.posthorn.pop3.wire;

import org.jspecify.annotations.NullMarked;
