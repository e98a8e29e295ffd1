package org.posthorn.config.schema;

import java.util.List;
import java.util.function.Function;

/// A table of the configuration file. Immutable.
///
/// @param <R> its record
/// @param path where it stands, with dots: `limits.smtp`
/// @param title what it is about, in a few words
/// @param doc what an admin should know about all of it, as Markdown
/// @param settings its keys, in the order they are shown
/// @param build makes the record
public record Section<R>(
    String path,
    String title,
    String doc,
    List<Setting<R, ?>> settings,
    Function<Values<R>, R> build) {

  public Section {
    doc = doc.strip().replaceAll("\\s+", " ");
    settings = List.copyOf(settings);
  }
}
