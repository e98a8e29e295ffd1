@NullMarked
package org.posthorn.smtp.session;

import org.jspecify.annotations.NullMarked;
