package org.posthorn.smtp.policy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What belongs to one session, or to one transaction within it: the story, the trust, and what
/// checks keep from phase to phase (look-ups under way, a conversation with a filter). It ends with
/// its session or transaction, whichever way that ends; what was kept is closed then. For the
/// session's thread.
public final class Scope implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Scope.class);

  private final Optional<Scope> session;
  private final Story story;
  private final Map<Class<?>, Object> kept = new HashMap<>(4);
  private final Deque<AutoCloseable> closeables = new ArrayDeque<>(2);
  private final List<ContentWatcher> watchers = new ArrayList<>(1);
  private Trust trust;
  private Findings findings;

  private Scope(Optional<Scope> session, Story story, Trust trust, Findings findings) {
    this.session = session;
    this.story = story;
    this.trust = trust;
    this.findings = findings;
  }

  /// A session begins.
  public static Scope session() {
    return new Scope(Optional.empty(), new Story(), Trust.STRANGER, Findings.NONE);
  }

  /// A transaction within this session begins.
  public Scope transaction() {
    return new Scope(Optional.of(this), story.branch(), trust, findings);
  }

  /// The scope of the session; of a session, itself.
  public Scope ofSession() {
    return session.orElse(this);
  }

  /// What happened so far.
  public Story story() {
    return story;
  }

  /// How the client is thought of.
  public Trust trust() {
    return trust;
  }

  void raise(Trust better) {
    trust = trust.or(better);
  }

  /// What was found so far; a transaction begins with what was found about its session.
  public Findings findings() {
    return findings;
  }

  /// Adds what was found.
  public void add(Findings more) {
    findings = findings.and(more);
  }

  /// What was kept under its class, here only.
  public <T> Optional<T> find(Class<T> type) {
    return Optional.ofNullable(type.cast(kept.get(type)));
  }

  /// Keeps one object of a class; what was kept before is forgotten, not closed.
  public <T> T keep(Class<T> type, T value) {
    kept.put(type, value);
    return value;
  }

  /// Shows the transaction's message to somebody while it comes in; to be asked for at DATA at the
  /// latest.
  public void watch(ContentWatcher watcher) {
    watchers.add(watcher);
  }

  /// Who wants to see the message.
  public List<ContentWatcher> watchers() {
    return List.copyOf(watchers);
  }

  /// Closes this when the scope ends, the last one first.
  public void closeAtEnd(AutoCloseable resource) {
    closeables.push(resource);
  }

  @Override
  public void close() {
    while (!closeables.isEmpty()) {
      try {
        closeables.pop().close();
      } catch (Exception e) {
        LOG.atWarn().setCause(e).log("a check did not end well");
      }
    }
    kept.clear();
  }
}
