@NullMarked
package org.posthorn.smtp.delivery;

import org.jspecify.annotations.NullMarked;
