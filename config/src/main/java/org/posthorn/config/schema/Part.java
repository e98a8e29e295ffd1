package org.posthorn.config.schema;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.posthorn.config.PosthornConfig;

/// A section and its place in the whole configuration. Immutable.
///
/// @param <R> the section's record
public sealed interface Part<R> {

  Section<R> section();

  /// A section that stands there once: `[server]`.
  ///
  /// @param get the record in a configuration
  /// @param set the configuration with another record
  record Single<R>(
      Section<R> section,
      Function<PosthornConfig, R> get,
      BiFunction<PosthornConfig, R, PosthornConfig> set)
      implements Part<R> {}

  /// A section that may stand there many times: `[[listener]]`.
  ///
  /// @param template a record with the defaults of an entry
  /// @param get the records in a configuration
  /// @param set the configuration with other records
  record Repeated<R>(
      Section<R> section,
      R template,
      Function<PosthornConfig, List<R>> get,
      BiFunction<PosthornConfig, List<R>, PosthornConfig> set)
      implements Part<R> {}
}
