/// Reads a TOML file into a [org.posthorn.config.PosthornConfig] and checks it.
///
/// Read [ConfigReader] first: parse, then [UnknownKeys], then the values ([DocumentReader]), then
/// the
/// relations between values and the files they name ([ConfigChecks], [FileChecks]). Bad values are
/// refused, never repaired, and all problems are reported at once, each with line, column and key.
/// A problem that only follows from another one is left out.
///
/// Keys in messages are written as in `listener[1].port`: entries of lists count from 0.
@NullMarked
package org.posthorn.config.read;

import org.jspecify.annotations.NullMarked;
