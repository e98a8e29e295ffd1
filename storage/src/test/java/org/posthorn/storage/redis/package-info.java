/// Tests with private Redis servers.
@NullMarked
package org.posthorn.storage.redis;

import org.jspecify.annotations.NullMarked;
