/// Microbenchmarks (JMH) of the parts that every message or command goes through.
@NullMarked
package org.posthorn.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
