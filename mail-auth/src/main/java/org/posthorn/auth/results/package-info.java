/// Authentication-Results (RFC 8601): takes out of a message what pretends to be our own verdict.
/// Read [ForgedResults] first. The fields are not written here yet.
@NullMarked
package org.posthorn.auth.results;

import org.jspecify.annotations.NullMarked;
