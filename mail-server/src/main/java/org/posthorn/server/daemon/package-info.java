/// The running daemon: [Daemon] builds the graph of objects in plain sight and takes it down again.
@NullMarked
package org.posthorn.server.daemon;

import org.jspecify.annotations.NullMarked;
