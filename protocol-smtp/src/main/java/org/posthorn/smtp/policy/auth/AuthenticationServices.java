package org.posthorn.smtp.policy.auth;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.posthorn.auth.dns.Dns;

/// What the check needs of the rest of the daemon.
///
/// @param dns asks the DNS
/// @param metrics where counters go
/// @param clock tells the time
public record AuthenticationServices(Dns dns, MeterRegistry metrics, InstantSource clock) {}
