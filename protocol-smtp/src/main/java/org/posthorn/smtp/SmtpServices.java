package org.posthorn.smtp;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.posthorn.protocol.sasl.Authenticator;
import org.posthorn.smtp.policy.QuotaLookup;
import org.posthorn.smtp.transaction.RemoteDelivery;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.delivery.Delivery;
import org.posthorn.storage.directory.Directory;

/// What SMTP needs of the rest of the daemon.
///
/// @param directory users and domains
/// @param quotas how full accounts are: `mailboxService::quota`
/// @param delivery stores accepted messages
/// @param spool keeps messages while they stream in
/// @param remote the way out of this host
/// @param authenticator logs users in
/// @param metrics where counters go
/// @param clock dates of messages
public record SmtpServices(
    Directory directory,
    QuotaLookup quotas,
    Delivery delivery,
    Spool spool,
    RemoteDelivery remote,
    Authenticator authenticator,
    MeterRegistry metrics,
    Clock clock) {}
