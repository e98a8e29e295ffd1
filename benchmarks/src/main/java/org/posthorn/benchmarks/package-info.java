/// Measuring Posthorn: a load tool that drives any mail server over the network ([load]), and
/// microbenchmarks of the parts that are hot ([micro], JMH). Nothing here is part of the daemon.
@NullMarked
package org.posthorn.benchmarks;

import org.jspecify.annotations.NullMarked;
