/// What the metrics port answers.
@NullMarked
package org.posthorn.server.metrics;

import org.jspecify.annotations.NullMarked;
