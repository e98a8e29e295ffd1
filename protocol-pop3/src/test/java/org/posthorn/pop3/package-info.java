/// POP3 against a server on a loopback port, over a maildrop in memory that can be made to fail.
@NullMarked
package org.posthorn.pop3;

import org.jspecify.annotations.NullMarked;
