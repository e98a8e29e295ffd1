package org.posthorn.config.schema;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.posthorn.config.AdminConfig;

/// The settings of `[admin]`.
final class AdminSection {
  private static final Setting<AdminConfig, Optional<Path>> SOCKET =
      Setting.of(
              "socket",
              Types.optional(Types.PATH),
              AdminConfig::socket,
              """
          The Unix socket through which commands such as `posthorn account add` reach the running daemon. Only its own user can use it.
          """)
          .withExample("\"/run/posthorn/admin.sock\"")
          .withDefaultDoc("`admin.sock` in `server.data-dir`");

  static final Section<AdminConfig> SECTION =
      new Section<>(
          "admin",
          "The command line",
          """

          """,
          List.of(SOCKET),
          AdminSection::build);

  private AdminSection() {}

  private static AdminConfig build(Values<AdminConfig> v) {
    return new AdminConfig(v.get(SOCKET));
  }
}
