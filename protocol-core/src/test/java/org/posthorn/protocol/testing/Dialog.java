package org.posthorn.protocol.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A transcript of one or more connections, to be played against a server.
///
/// A file is a header, an empty line, and steps. Lines that begin with `#` are comments.
///
///     rfc: RFC 3501 §6.3.1            the section that it shows
///     state: authenticated            how the fixture leaves each connection before the first step
///     connections: 2                  optional; 1 if left out
///     tags: tls, bytewise             optional: play it in TLS, and octet by octet, as well
///
///     C: A1 SELECT INBOX         sent, with CRLF; `C2:` on the second connection
///     S: *? * 3 EXISTS           neighbours marked *? may come in any order
///     S: *? * FLAGS $*           $* is anything
///     S: A1 OK [$code] $*        $code takes what is there, and stands for the same from then on
///     ! mailbox INBOX 3          a check that the fixture makes: name and arguments
///
/// In text `\r`, `\n`, `\0`, `\\` and `\xHH` are octets; other backslashes are themselves. `$$` is
/// a dollar sign, and so is one before a capital letter (`$Forwarded`). A `\` at the end of a `C:`
/// line means that no CRLF follows. Whole lines with a meaning of their own: `C: <TLS>` does a
/// handshake, `C: <CLOSE>` closes, `C: <EOF>` ends sending, `S: <EOF>` expects that the server
/// closes, `S: ...` skips lines until the next `S:` line matches.
///
/// @param name the file's name without its suffix
/// @param header the header's keys and values
/// @param steps what happens
public record Dialog(String name, Map<String, String> header, List<Step> steps) {

  /// One line of a transcript.
  public sealed interface Step {
    /// Where it stands in the file, from 1.
    int line();
  }

  /// The client sends.
  public record Send(int line, int connection, String text) implements Step {}

  /// The server answers; several patterns may be answered in any order.
  public record Expect(int line, int connection, List<String> patterns) implements Step {}

  /// The fixture checks an effect.
  public record Check(int line, String check, List<String> arguments) implements Step {}

  public Dialog {
    header = Map.copyOf(header);
    steps = List.copyOf(steps);
  }

  /// The state that connections start in.
  public String state() {
    return header.getOrDefault("state", "");
  }

  /// How many connections there are.
  public int connections() {
    return Integer.parseInt(header.getOrDefault("connections", "1"));
  }

  /// Its tags.
  public Set<String> tags() {
    return Arrays.stream(header.getOrDefault("tags", "").split(","))
        .map(String::strip)
        .filter(tag -> !tag.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Reads a file.
  public static Dialog read(Path file) throws IOException {
    String fileName = file.getFileName().toString();
    return parse(
        fileName.replaceFirst("\\.dialog$", ""), Files.readAllLines(file, StandardCharsets.UTF_8));
  }

  static Dialog parse(String name, List<String> lines) {
    Map<String, String> header = new LinkedHashMap<>();
    List<Step> steps = new ArrayList<>();
    boolean inHeader = true;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("#")) {
        continue;
      }
      if (line.isBlank()) {
        inHeader &= header.isEmpty();
      } else if (inHeader) {
        String[] parts = line.split(":", 2);
        if (parts.length < 2) {
          throw new IllegalArgumentException(name + ":" + (i + 1) + ": not a header: " + line);
        }
        header.put(parts[0].strip(), parts[1].strip());
      } else {
        add(steps, step(name, i + 1, line));
      }
    }
    if (!header.containsKey("rfc")) {
      throw new IllegalArgumentException(name + ": header names no rfc");
    }
    return new Dialog(name, header, steps);
  }

  /// Neighbours that may come in any order become one step.
  private static void add(List<Step> steps, Step step) {
    Optional<Expect> merged = steps.isEmpty() ? Optional.empty() : merge(steps.getLast(), step);
    if (merged.isPresent()) {
      steps.set(steps.size() - 1, merged.get());
    } else {
      steps.add(step);
    }
  }

  private static Optional<Expect> merge(Step first, Step second) {
    if (first instanceof Expect before
        && second instanceof Expect after
        && before.connection() == after.connection()
        && before.patterns().getFirst().startsWith("*? ")
        && after.patterns().getFirst().startsWith("*? ")) {
      List<String> all = new ArrayList<>(before.patterns());
      all.addAll(after.patterns());
      return Optional.of(new Expect(before.line(), before.connection(), all));
    }
    return Optional.empty();
  }

  private static Step step(String name, int number, String line) {
    if (line.startsWith("!")) {
      List<String> words = Arrays.asList(line.substring(1).strip().split("\\s+"));
      return new Check(number, words.getFirst(), words.subList(1, words.size()));
    }
    int colon = line.indexOf(':');
    String who = colon < 0 ? "" : line.substring(0, colon);
    if (!who.matches("[CS][0-9]?")) {
      throw new IllegalArgumentException(name + ":" + number + ": not a step: " + line);
    }
    int connection = who.length() == 1 ? 1 : who.charAt(1) - '0';
    String text = line.substring(colon + 1);
    if (text.startsWith(" ")) {
      text = text.substring(1);
    }
    return who.startsWith("C")
        ? new Send(number, connection, text)
        : new Expect(number, connection, List.of(text));
  }
}
