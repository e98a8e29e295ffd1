/// Small facts with an end: greylist entries, cached policies, verdicts.
@NullMarked
package org.posthorn.storage.state;

import org.jspecify.annotations.NullMarked;
