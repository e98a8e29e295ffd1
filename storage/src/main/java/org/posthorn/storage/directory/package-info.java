/// Accounts, domains, addresses, aliases and credentials.
///
/// Protocols see [Directory]: who may log in, and where an address leads. The command line
/// changes things through the package's administrative interface. A change is seen by the next
/// call on any thread; the caches in front are dropped with the commit.
@NullMarked
package org.posthorn.storage.directory;

import org.jspecify.annotations.NullMarked;
