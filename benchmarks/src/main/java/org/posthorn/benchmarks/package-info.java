/// Benchmarks and the load tool.
@NullMarked
package org.posthorn.benchmarks;

import org.jspecify.annotations.NullMarked;
