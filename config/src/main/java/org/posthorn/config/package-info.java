/// Typed configuration: the records, the reader, the checks, and the reference file.
@NullMarked
package org.posthorn.config;

import org.jspecify.annotations.NullMarked;
