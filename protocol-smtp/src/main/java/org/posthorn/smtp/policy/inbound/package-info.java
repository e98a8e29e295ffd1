/// From the configuration to checks: [InboundChecks] builds what `[inbound]` asks for, and holds
/// what has to be closed again. Read it first to see which check is made in which phase.
@NullMarked
package org.posthorn.smtp.policy.inbound;

import org.jspecify.annotations.NullMarked;
