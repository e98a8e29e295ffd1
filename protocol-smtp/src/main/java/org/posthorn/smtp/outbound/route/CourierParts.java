package org.posthorn.smtp.outbound.route;

import org.posthorn.config.OutboundConfig;
import org.posthorn.smtp.outbound.client.Dialer;

/// What every attempt of a courier uses. Thread-safe.
record CourierParts(
    OutboundConfig config,
    Routes routes,
    MailHosts mailHosts,
    HostAddresses addresses,
    TlsPolicies policies,
    OwnHost own,
    Dialer dialer,
    ConnectionCache connections,
    AttemptListener listener) {}
