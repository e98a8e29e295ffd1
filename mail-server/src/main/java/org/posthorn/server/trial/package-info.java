/// `posthorn try`: a daemon for trying out, on unprivileged loopback ports, with ready accounts.
@NullMarked
package org.posthorn.server.trial;

import org.jspecify.annotations.NullMarked;
