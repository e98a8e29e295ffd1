/// What `posthorn init` makes for a new host: the configuration, a DKIM key, the DNS records to
/// publish, and the unit for systemd. Nothing here needs a running daemon.
@NullMarked
package org.posthorn.server.setup;

import org.jspecify.annotations.NullMarked;
