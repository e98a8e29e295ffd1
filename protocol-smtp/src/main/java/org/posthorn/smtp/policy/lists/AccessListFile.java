package org.posthorn.smtp.policy.lists;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A list in a file, read again when the file changes. A file with mistakes is reported line by
/// line, once, and what was in force before stays. A file that is missing is an empty list.
/// Thread-safe.
public final class AccessListFile {
  private static final Logger LOG = LoggerFactory.getLogger(AccessListFile.class);
  private static final long MAX_SIZE = 256L << 20;
  private static final int MAX_REPORTED = 20;

  private final Path file;
  private volatile AccessList list = AccessList.EMPTY;
  private Optional<Seen> seen = Optional.empty();

  private record Seen(FileTime modified, long size, Object key) {}

  /// Reads the file for the first time.
  public AccessListFile(Path file) {
    this.file = file;
    refresh();
  }

  /// What is in force.
  public AccessList list() {
    return list;
  }

  /// Reads the file again, if it looks different from the last time.
  public synchronized void refresh() {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      Seen now =
          new Seen(
              attributes.lastModifiedTime(),
              attributes.size(),
              Optional.ofNullable(attributes.fileKey()).orElse(""));
      if (!seen.equals(Optional.of(now))) {
        seen = Optional.of(now);
        read(now.size());
      }
    } catch (NoSuchFileException _) {
      missing();
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("file", file).setCause(e).log("a list cannot be read");
    }
  }

  private void missing() {
    if (seen.isPresent()) {
      LOG.atWarn().addKeyValue("file", file).log("a list is gone; it counts as empty");
      seen = Optional.empty();
    }
    list = AccessList.EMPTY;
  }

  private void read(long size) throws IOException {
    if (size > MAX_SIZE) {
      LOG.atError().addKeyValue("file", file).log("a list is too large; the old one stays");
      return;
    }
    // ISO-8859-1 takes any octets: what is no name is reported as such.
    List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    AccessList.Parsed parsed = AccessList.parse(lines);
    for (AccessList.Mistake mistake :
        parsed.mistakes().subList(0, Math.min(MAX_REPORTED, parsed.mistakes().size()))) {
      LOG.atError()
          .addKeyValue("at", file + ":" + mistake.line())
          .addKeyValue("mistake", mistake.message())
          .log("a list has a line that cannot be read");
    }
    if (parsed.mistakes().isEmpty()) {
      list = parsed.list();
      LOG.atInfo().addKeyValue("file", file).addKeyValue("entries", list.size()).log("list read");
    } else {
      LOG.atError()
          .addKeyValue("file", file)
          .addKeyValue("mistakes", parsed.mistakes().size())
          .addKeyValue("entries", list.size())
          .log("a list with mistakes is not taken; the old one stays");
    }
  }
}
