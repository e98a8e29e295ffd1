package org.posthorn.config.inbound;

/// How much may come how fast: `[inbound.rates]`. 0 means no limit. Immutable.
///
/// @param connectionsPerAddress connections a minute from one address
/// @param messagesPerAddress messages an hour from one address
/// @param recipientsPerAddress recipients an hour from one address
/// @param messagesPerNetwork messages an hour from one network: /24, with IPv6 /48
/// @param messagesPerSender messages an hour with one sender address
/// @param messagesPerAccount messages an hour that one account submits
/// @param recipientsPerAccount recipients a day to whom one account submits
public record RatesConfig(
    int connectionsPerAddress,
    int messagesPerAddress,
    int recipientsPerAddress,
    int messagesPerNetwork,
    int messagesPerSender,
    int messagesPerAccount,
    int recipientsPerAccount) {
  public static RatesConfig defaults() {
    return new RatesConfig(300, 5_000, 20_000, 20_000, 5_000, 1_000, 10_000);
  }
}
