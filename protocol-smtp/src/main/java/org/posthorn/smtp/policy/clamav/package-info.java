/// ClamAV's daemon, asked about each message with its INSTREAM command.
@NullMarked
package org.posthorn.smtp.policy.clamav;

import org.jspecify.annotations.NullMarked;
