package org.posthorn.smtp.policy.inbound;

import java.time.InstantSource;
import org.posthorn.smtp.policy.rate.Counters;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.state.StateStore;

/// What the checks need of the rest of the daemon.
///
/// @param directory knows the domains here
/// @param state keeps what is to survive a restart
/// @param counters the buckets of rate limits
/// @param clock tells the time
public record InboundServices(
    Directory directory, StateStore state, Counters counters, InstantSource clock) {}
