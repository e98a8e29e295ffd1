/// What a check found, in the words of Authentication-Results (RFC 8601), whichever check it was.
///
/// [MethodResult] is what the checks hand over; how it is written is not decided here.
@NullMarked
package org.posthorn.auth.results;

import org.jspecify.annotations.NullMarked;
