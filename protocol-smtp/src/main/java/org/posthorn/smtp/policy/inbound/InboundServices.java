package org.posthorn.smtp.policy.inbound;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.posthorn.auth.dns.Dns;
import org.posthorn.smtp.policy.rate.Counters;
import org.posthorn.smtp.transaction.RemoteDelivery;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.state.StateStore;

/// What the checks need of the rest of the daemon.
///
/// @param directory knows the domains here
/// @param state keeps what is to survive a restart
/// @param counters the buckets of rate limits
/// @param dns asks the DNS
/// @param remote the way out of this host
/// @param spool keeps messages that filters have changed
/// @param metrics where counters go
/// @param clock tells the time
public record InboundServices(
    Directory directory,
    StateStore state,
    Counters counters,
    Dns dns,
    RemoteDelivery remote,
    Spool spool,
    MeterRegistry metrics,
    InstantSource clock) {}
