@NullMarked
package org.posthorn.smtp.client;

import org.jspecify.annotations.NullMarked;
