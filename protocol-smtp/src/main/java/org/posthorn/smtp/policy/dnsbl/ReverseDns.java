package org.posthorn.smtp.policy.dnsbl;

import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.posthorn.auth.dns.Dns;
import org.posthorn.auth.iprev.Iprev;
import org.posthorn.auth.iprev.IprevOutcome;
import org.posthorn.config.inbound.CheckAction;
import org.posthorn.config.inbound.ReverseDnsConfig;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.policy.Consequence;
import org.posthorn.smtp.policy.PolicyChecks;
import org.posthorn.smtp.policy.Scope;
import org.posthorn.smtp.policy.SmtpPolicy.AtConnect;
import org.posthorn.smtp.policy.SmtpPolicy.AtMail;
import org.posthorn.smtp.policy.Verdict;
import org.posthorn.smtp.policy.lists.ProvedNames;

/// The names of clients that lead back to their addresses (RFC 8601 §2.7.3): looked up once for a
/// session. Where the DNS fails, nothing is held against the client. Thread-safe.
///
/// @param config what is done where there is none
/// @param dns asks
public record ReverseDns(ReverseDnsConfig config, Dns dns) implements ProvedNames {
  private static final Executor WORKERS = Thread.ofVirtual().name("reverse-dns")::start;

  private static final Reply NO_NAME = Reply.of(550, 7, 25, "Your address has no name in the DNS");
  private static final Reply MISMATCH =
      Reply.of(550, 7, 25, "The name of your address does not lead back to it");

  /// What was found out.
  private enum Status {
    PASS,
    FAIL,
    NO_NAME,
    UNKNOWN
  }

  private record Result(Status status, Set<String> names) {}

  private record Pending(CompletableFuture<Result> result) {}

  /// Has the names looked up and judged.
  public void addTo(PolicyChecks.Part part) {
    part.connect(this::connect).mail(this::mail);
  }

  private Verdict connect(AtConnect context) {
    pending(context.client().address(), context.scope());
    return Verdict.ACCEPT;
  }

  private Verdict mail(AtMail context) {
    Result result =
        pending(context.client().address(), context.scope().ofSession()).result().join();
    return switch (result.status()) {
      case PASS -> new Verdict.Note(String.join(" ", result.names()));
      case UNKNOWN -> new Verdict.Note("not known");
      case NO_NAME -> found(config.noName(), "no name", NO_NAME);
      case FAIL -> found(config.mismatch(), "no name leads back", MISMATCH);
    };
  }

  private static Verdict found(CheckAction action, String what, Reply reply) {
    return Consequence.of(action, "reverse-dns", what, reply);
  }

  @Override
  public Set<String> of(InetAddress client, Scope session) {
    return pending(client, session).result().join().names();
  }

  private Pending pending(InetAddress client, Scope session) {
    return session
        .find(Pending.class)
        .orElseGet(
            () ->
                session.keep(
                    Pending.class,
                    new Pending(CompletableFuture.supplyAsync(() -> lookUp(client), WORKERS))));
  }

  private Result lookUp(InetAddress client) {
    IprevOutcome outcome = new Iprev(dns, Iprev.DEFAULT_NAMES, config.timeout()).check(client);
    return switch (outcome.result()) {
      case PASS -> new Result(Status.PASS, Set.copyOf(outcome.names()));
      case FAIL -> new Result(Status.FAIL, Set.of());
      case TEMPERROR -> new Result(Status.UNKNOWN, Set.of());
      case PERMERROR -> new Result(Status.NO_NAME, Set.of());
    };
  }
}
