/// iprev (RFC 8601 §2.7.3): whether the names of a client's address lead back to it. Read [Iprev]
/// first.
@NullMarked
package org.posthorn.auth.iprev;

import org.jspecify.annotations.NullMarked;
