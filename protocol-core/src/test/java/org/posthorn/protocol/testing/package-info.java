/// What tests of protocols share: a server on a free loopback port
/// ([org.posthorn.protocol.testing.TestServer]), a client that sees every octet
/// ([org.posthorn.protocol.testing.TestClient]), and transcripts as tests
/// ([org.posthorn.protocol.testing.Dialogs]; the format is described at
/// [org.posthorn.protocol.testing.Dialog]).
@NullMarked
package org.posthorn.protocol.testing;

import org.jspecify.annotations.NullMarked;
