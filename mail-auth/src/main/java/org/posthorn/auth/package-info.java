/// SPF, DKIM, DMARC and ARC as a library.
@NullMarked
package org.posthorn.auth;

import org.jspecify.annotations.NullMarked;
