/// Tests of sweeps and verification.
@NullMarked
package org.posthorn.storage.maintenance;

import org.jspecify.annotations.NullMarked;
