/// The words of POP3: commands and replies; values only, no bytes and no effects.
///
/// [Pop3Command] is sealed into the groups that are the state rules (RFC 1939 §3): commands of the
/// AUTHORIZATION state, of the TRANSACTION state, of both. [Verb] says of each command where it
/// stands and what it is called. [Reply] is what the server answers, [Replies] the catalogue of all
/// fixed answers.
///
/// Everything here is immutable. Read [Pop3Command] first.
@NullMarked
package org.posthorn.pop3.command;

import org.jspecify.annotations.NullMarked;
