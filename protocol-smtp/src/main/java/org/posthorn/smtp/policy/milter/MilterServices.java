package org.posthorn.smtp.policy.milter;

import org.posthorn.smtp.policy.backend.Deadlines;
import org.posthorn.smtp.policy.lists.ProvedNames;
import org.posthorn.smtp.transaction.RemoteDelivery;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.directory.Directory;

/// What asking filters needs of the rest of the daemon.
///
/// @param hostname of this host
/// @param deadlines end what takes too long
/// @param names the clients' names in the DNS
/// @param directory knows where recipients lead that filters add
/// @param remote the way out, for those that are elsewhere
/// @param spool keeps messages that filters have changed
/// @param maxMessageSize octets that such a message may have
public record MilterServices(
    String hostname,
    Deadlines deadlines,
    ProvedNames names,
    Directory directory,
    RemoteDelivery remote,
    Spool spool,
    long maxMessageSize) {}
