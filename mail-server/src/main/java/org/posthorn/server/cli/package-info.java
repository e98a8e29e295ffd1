/// The command line: one class for each command, exit codes by `sysexits.h`.
@NullMarked
package org.posthorn.server.cli;

import org.jspecify.annotations.NullMarked;
