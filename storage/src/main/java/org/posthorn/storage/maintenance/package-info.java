/// Looking after the store: sweeps of what is no longer needed, and verification of what is kept.
///
/// [Maintenance] runs the sweeps in the background and is the door for the command line;
/// [StoreVerifier] checks every count and reference against the rows.
///
/// Order of life and death: a message is expunged; its email is orphaned and can be brought back
/// until [EmailSweep] deletes it and unlinks its body; [BlobSweep] marks the body when nothing
/// links it and deletes it a grace period later. Each step looks again at the rows that decide,
/// in its own transaction, so a sweep may be interrupted anywhere and run twice.
@NullMarked
package org.posthorn.storage.maintenance;

import org.jspecify.annotations.NullMarked;
