package org.posthorn.config.schema;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.posthorn.config.inbound.AccessListsConfig;
import org.posthorn.config.inbound.CheckAction;

/// The settings of `[inbound.lists]`.
final class AccessListsSection {
  private static final Setting<AccessListsConfig, Optional<Path>> ALLOW =
      Setting.of(
              "allow",
              Types.optional(Types.PATH),
              AccessListsConfig::allow,
              """
          The allow list. Networks and names on it are trusted like `trusted-networks`; for what anybody can claim (HELO, sender, recipient) only the checks by reputation are left out.
          """)
          .withExample("\"allow.list\"")
          .withDefaultDoc("none");

  private static final Setting<AccessListsConfig, Optional<Path>> BLOCK =
      Setting.of(
              "block",
              Types.optional(Types.PATH),
              AccessListsConfig::block,
              """
          The block list.
          """)
          .withExample("\"block.list\"")
          .withDefaultDoc("none");

  private static final Setting<AccessListsConfig, CheckAction> BLOCK_ACTION =
      Setting.of(
          "block-action",
          Types.choice(CheckAction.values()),
          AccessListsConfig::blockAction,
          """
          What is done with what is on the block list.
          """);

  private static final Setting<AccessListsConfig, Duration> RELOAD =
      Setting.of(
          "reload-interval",
          Types.duration("100ms", "1d"),
          AccessListsConfig::reloadInterval,
          """
          How often the files are looked at for changes.
          """);

  static final Section<AccessListsConfig> SECTION =
      new Section<>(
          "inbound.lists",
          "Allow and block lists",
          """
          Files with one entry a line: `network 192.0.2.0/24`, `name .example.org` (the client's DNS name, if it is proved), `helo mail.example.org`, `sender alice@example.org`, `sender example.org`, `sender .example.org` (with subdomains), `recipient trap@example.com`. What follows `#` is a comment. Changed files are read again; a line that cannot be read is reported in the log, and the old list stays in force.
          """,
          List.of(ALLOW, BLOCK, BLOCK_ACTION, RELOAD),
          AccessListsSection::build);

  private AccessListsSection() {}

  private static AccessListsConfig build(Values<AccessListsConfig> v) {
    return new AccessListsConfig(v.get(ALLOW), v.get(BLOCK), v.get(BLOCK_ACTION), v.get(RELOAD));
  }
}
