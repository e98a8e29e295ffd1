/// The daemon as its users meet it: in a process of its own, started by the command line, driven by
/// mail clients that others wrote. Start with [DaemonProcess] and [ForeignClient].
@NullMarked
package org.posthorn.server.e2e;

import org.jspecify.annotations.NullMarked;
