/// From an accepted message to the store: who gets it, with which trace header, and what the client
/// is told about it.
///
/// [MessageAcceptance] is the only place of SMTP with lasting effects. [RecipientRouter] says where
/// an address leads; [DeliveryPlanner] what happens there, asking a chain of [DeliveryStep]s;
/// [TraceHeader] makes the header fields put in front (RFC 5321 §4.4); one
/// message leaves one line in the log. [RemoteDelivery] is where mail for other hosts goes.
///
/// Stateless between messages; thread-safe.
@NullMarked
package org.posthorn.smtp.delivery;

import org.jspecify.annotations.NullMarked;
