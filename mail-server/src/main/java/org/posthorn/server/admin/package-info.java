/// Administration of a store, whether a daemon runs on it or not.
///
/// An administrative command is one act on a mail store. The command line parses it
/// first, so that mistakes are told at once; then either it hands its words to the
/// daemon through a Unix socket in the data directory ([AdminSocket], [AdminClient]), which parses
/// the same words with the same classes and runs the act on its live store, or opens the store
/// itself. The socket's mode 0600 is the only guard: who may open it may do everything.
///
/// A conversation is a row of frames ([AdminFrame]): the words, the input (a password, a file to
/// import), then output, progress and at last the exit code.
@NullMarked
package org.posthorn.server.admin;

import org.jspecify.annotations.NullMarked;
