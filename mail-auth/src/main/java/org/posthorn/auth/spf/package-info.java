/// SPF (RFC 7208): whether the domain of a greeting or of a reverse-path lets a client send.
///
/// [Spf] is asked, [SpfOutcome] is the answer. `SpfParser` and `MacroParser` read what a domain
/// published, whole, before anything is asked; `SpfEvaluation` is one check, with its counters;
/// `MacroExpander` puts values in; `ClientNames` finds the client's own names. Everything is
/// bounded: terms that ask the DNS (10), those without an answer (2), mail exchangers and names
/// (10), and the time (§4.6.4). A local part that is not ASCII matches nothing (RFC 8616 §4). The
/// obsolete record type SPF is not asked for (§3.1).
@NullMarked
package org.posthorn.auth.spf;

import org.jspecify.annotations.NullMarked;
