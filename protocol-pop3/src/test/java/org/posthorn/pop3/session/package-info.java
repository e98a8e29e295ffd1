/// What sessions are made of.
@NullMarked
package org.posthorn.pop3.session;

import org.jspecify.annotations.NullMarked;
