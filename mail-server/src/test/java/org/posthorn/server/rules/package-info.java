/// Rules of the whole code base: which module may know which, and which standards it claims.
@NullMarked
package org.posthorn.server.rules;

import org.jspecify.annotations.NullMarked;
