/// Tests of jobs that were interrupted.
@NullMarked
package org.posthorn.storage.job;

import org.jspecify.annotations.NullMarked;
