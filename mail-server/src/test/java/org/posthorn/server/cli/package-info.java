/// The command line, run in this process: [Cli] takes what it prints.
@NullMarked
package org.posthorn.server.cli;

import org.jspecify.annotations.NullMarked;
