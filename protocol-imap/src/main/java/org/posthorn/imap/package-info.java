/// IMAP4.
@NullMarked
package org.posthorn.imap;

import org.jspecify.annotations.NullMarked;
