/// Metrics and health of the running daemon, served over HTTP for Prometheus and for load
/// balancers.
@NullMarked
package org.posthorn.server.metrics;

import org.jspecify.annotations.NullMarked;
