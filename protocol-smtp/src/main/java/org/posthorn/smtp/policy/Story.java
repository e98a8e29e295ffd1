package org.posthorn.smtp.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What the checks said and how long each phase took, for the one line that a message leaves in
/// the log. A transaction's story goes on where the session's ends. Bounded: a client that tries
/// thousands of recipients adds [#MAX_ENTRIES] entries at most. For the session's thread.
public final class Story {
  /// Entries that are kept; later ones are dropped.
  public static final int MAX_ENTRIES = 64;

  private final List<String> passed = new ArrayList<>(8);
  private final List<String> verdicts = new ArrayList<>(4);
  private final long[] nanos = new long[Phase.values().length];

  /// A story that has not begun.
  public Story() {}

  private Story(Story before) {
    passed.addAll(before.passed);
    verdicts.addAll(before.verdicts);
    System.arraycopy(before.nanos, 0, nanos, 0, nanos.length);
  }

  /// The story so far, to be continued apart.
  Story branch() {
    return new Story(this);
  }

  /// A check had nothing to say.
  void passed(String check) {
    if (passed.size() < MAX_ENTRIES && !passed.contains(check)) {
      passed.add(check);
    }
  }

  /// A check had something to say.
  public void said(String check, String words) {
    String entry = check + "=" + words;
    if (verdicts.size() < MAX_ENTRIES && !verdicts.contains(entry)) {
      verdicts.add(entry);
    }
  }

  /// A phase, or a part of it, took so long.
  public void took(Phase phase, long elapsed) {
    nanos[phase.ordinal()] += elapsed;
  }

  /// The checks that had nothing to say.
  public List<String> passed() {
    return List.copyOf(passed);
  }

  /// `check=words` for each that had.
  public List<String> verdicts() {
    return List.copyOf(verdicts);
  }

  /// Milliseconds by phase, those without any left out.
  public Map<String, Double> millis() {
    Map<String, Double> result = new LinkedHashMap<>();
    Stream.of(Phase.values())
        .filter(phase -> nanos[phase.ordinal()] > 0)
        .forEach(phase -> result.put(phase.word(), nanos[phase.ordinal()] / 10_000 / 100.0));
    return result;
  }
}
