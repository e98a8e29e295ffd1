/// The records of `[inbound]`: which checks mail from strangers has to pass, and how each behaves.
///
/// [InboundConfig] holds one record for each check. The classes that make the checks are in the
/// SMTP module.
@NullMarked
package org.posthorn.config.inbound;

import org.jspecify.annotations.NullMarked;
