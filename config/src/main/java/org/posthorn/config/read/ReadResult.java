package org.posthorn.config.read;

import java.util.List;
import org.posthorn.config.PosthornConfig;

/// What came of reading a configuration file. Immutable.
public sealed interface ReadResult {

  /// The file is good.
  ///
  /// @param warnings what is allowed but probably not meant, in the order of the file
  record Ok(PosthornConfig config, List<ConfigProblem> warnings) implements ReadResult {
    public Ok {
      warnings = List.copyOf(warnings);
    }
  }

  /// The file is refused.
  ///
  /// @param problems everything that is wrong with it, in the order of the file; never empty
  record Failed(List<ConfigProblem> problems) implements ReadResult {
    public Failed {
      problems = List.copyOf(problems);
    }
  }

  /// The configuration.
  ///
  /// @throws ConfigException with all problems, if the file was refused
  default PosthornConfig orThrow() {
    return switch (this) {
      case Ok ok -> ok.config();
      case Failed failed -> throw new ConfigException(failed.problems());
    };
  }
}
