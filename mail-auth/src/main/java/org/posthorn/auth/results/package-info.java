/// Authentication-Results (RFC 8601): written, read, and taken out of a message where it pretends
/// to be our own verdict.
///
/// [AuthenticationResults] is a field, made of a [MethodResult] for each check; it writes and reads
/// itself. [ForgedResults] knows a field that bears our name, [ForgedResultsFilter] takes such
/// fields out of a message that streams past. Everything that is read comes from strangers: nothing
/// makes a parser throw, and nothing that is written leaves its quotes. Read
/// [AuthenticationResults] first.
@NullMarked
package org.posthorn.auth.results;

import org.jspecify.annotations.NullMarked;
