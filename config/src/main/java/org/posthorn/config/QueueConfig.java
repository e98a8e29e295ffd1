package org.posthorn.config;

import java.time.Duration;
import java.util.List;
import org.posthorn.config.value.ByteSize;

/// The queue of mail on its way out: `[queue]`. Immutable.
///
/// @param remote whether mail goes to other servers at all
/// @param retryIntervals how long after each attempt the next one is made; the last counts for all
///     further ones
/// @param expiry how long a message is tried before it goes back to its sender
/// @param delayWarning after how long the sender is told of the delay; zero means never
/// @param maxDeliveries attempts at one time
/// @param maxDeliveriesPerDestination attempts at one time for one domain
/// @param maxRatePerDestination messages a minute for one domain; 0 means no limit
/// @param destinationBackOff how long a domain whose servers cannot be reached is left alone, at
///     first; twice as long each time
/// @param maxDestinationBackOff the most of that
/// @param maxReportContent octets of the message that a report brings back
/// @param rewriteSenders whether mail that is sent on gets a sender in a domain here (SRS)
/// @param maxHold how long a user may have a message held back (FUTURERELEASE); zero turns it off
public record QueueConfig(
    boolean remote,
    List<Duration> retryIntervals,
    Duration expiry,
    Duration delayWarning,
    int maxDeliveries,
    int maxDeliveriesPerDestination,
    int maxRatePerDestination,
    Duration destinationBackOff,
    Duration maxDestinationBackOff,
    ByteSize maxReportContent,
    boolean rewriteSenders,
    Duration maxHold) {
  public QueueConfig {
    retryIntervals = List.copyOf(retryIntervals);
  }

  public static QueueConfig defaults() {
    return new QueueConfig(
        true,
        List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(4)),
        Duration.ofDays(5),
        Duration.ofHours(4),
        200,
        20,
        0,
        Duration.ofMinutes(1),
        Duration.ofMinutes(30),
        ByteSize.ofKilobytes(64),
        true,
        Duration.ofDays(30));
  }

  public QueueConfig withRemote(boolean remote) {
    return new QueueConfig(
        remote,
        retryIntervals,
        expiry,
        delayWarning,
        maxDeliveries,
        maxDeliveriesPerDestination,
        maxRatePerDestination,
        destinationBackOff,
        maxDestinationBackOff,
        maxReportContent,
        rewriteSenders,
        maxHold);
  }

  public QueueConfig withRetryIntervals(List<Duration> retryIntervals) {
    return new QueueConfig(
        remote,
        retryIntervals,
        expiry,
        delayWarning,
        maxDeliveries,
        maxDeliveriesPerDestination,
        maxRatePerDestination,
        destinationBackOff,
        maxDestinationBackOff,
        maxReportContent,
        rewriteSenders,
        maxHold);
  }

  public QueueConfig withMaxDeliveries(int maxDeliveries, int perDestination) {
    return new QueueConfig(
        remote,
        retryIntervals,
        expiry,
        delayWarning,
        maxDeliveries,
        perDestination,
        maxRatePerDestination,
        destinationBackOff,
        maxDestinationBackOff,
        maxReportContent,
        rewriteSenders,
        maxHold);
  }

  public QueueConfig withMaxRatePerDestination(int maxRatePerDestination) {
    return new QueueConfig(
        remote,
        retryIntervals,
        expiry,
        delayWarning,
        maxDeliveries,
        maxDeliveriesPerDestination,
        maxRatePerDestination,
        destinationBackOff,
        maxDestinationBackOff,
        maxReportContent,
        rewriteSenders,
        maxHold);
  }
}
