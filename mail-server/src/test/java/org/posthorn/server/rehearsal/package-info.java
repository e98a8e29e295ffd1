/// Tests of the rehearsal.
@NullMarked
package org.posthorn.server.rehearsal;

import org.jspecify.annotations.NullMarked;
