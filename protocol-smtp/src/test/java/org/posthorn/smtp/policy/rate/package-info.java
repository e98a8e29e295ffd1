/// Tests of counters.
@NullMarked
package org.posthorn.smtp.policy.rate;

import org.jspecify.annotations.NullMarked;
