package org.posthorn.smtp.outbound.route;

/// A server that takes mail for a destination.
///
/// @param name its name, or its address
/// @param port its port
/// @param authentic whether we know for sure that it is one: DNSSEC vouches for the MX records, or
///     the configuration names it
record MailHost(String name, int port, boolean authentic) {}
