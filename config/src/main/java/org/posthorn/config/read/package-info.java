/// Reads TOML into the configuration records.
@NullMarked
package org.posthorn.config.read;

import org.jspecify.annotations.NullMarked;
