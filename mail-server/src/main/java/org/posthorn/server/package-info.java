/// The daemon: main, wiring, command line, admin interface, packaging, end-to-end tests.
@NullMarked
package org.posthorn.server;

import org.jspecify.annotations.NullMarked;
