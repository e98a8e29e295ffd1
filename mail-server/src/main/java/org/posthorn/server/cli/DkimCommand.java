package org.posthorn.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.posthorn.auth.dkim.KeyType;
import org.posthorn.auth.dkim.SigningKey;
import org.posthorn.config.DkimKeyConfig;
import org.posthorn.config.DkimUse;
import org.posthorn.server.setup.DkimKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `posthorn dkim`: the keys that sign mail. It writes key files, never the configuration.
@Command(
    name = "dkim",
    header = "Make, show and rotate the keys that sign mail (DKIM).",
    description = {
      "The configuration lists the keys, each in a [[dkim.key]]. These commands read it, make key",
      "files, and print what is to be published and what is to be added; they never change it."
    },
    subcommands = {
      DkimCommand.Generate.class,
      DkimShowCommand.class,
      DkimCommand.Rotate.class,
      HelpCommand.class
    })
final class DkimCommand extends CommandGroup {
  /// Makes new keys for one domain of a configuration.
  abstract static class Maker implements Callable<Integer> {
    @Spec CommandSpec spec;

    @Mixin ConfigSelection config = new ConfigSelection();

    @Parameters(paramLabel = "DOMAIN", description = "The domain, such as example.org.")
    String domain;

    @Option(
        names = "--selector",
        paramLabel = "NAME",
        description = "The new key's name. Default: the month, such as 202611.")
    @Nullable String selector;

    /// A key that was just made, and its file.
    record Made(SigningKey key, Path file) {}

    /// @param others keys that were made a moment ago
    final Made make(String domain, KeyType type, List<Made> others) throws IOException {
      Path folder = config.folder();
      List<String> taken =
          Stream.concat(
                  DkimShowCommand.keys(config.read(), domain).stream().map(DkimKeyConfig::selector),
                  others.stream().map(made -> made.key().selector()))
              .toList();
      String name =
          selector != null
              ? selector.toLowerCase(Locale.ROOT)
              : DkimKeys.selector(
                  LocalDate.now(Clock.systemUTC()),
                  s -> taken.contains(s) || Files.exists(DkimKeys.file(folder, domain, s)));
      Path file = DkimKeys.file(folder, domain, name);
      if (taken.contains(name)) {
        throw new CommandFailure(
            ExitCode.CANT_CREATE, domain + " has a key '" + name + "' already: choose another");
      }
      try {
        return new Made(DkimKeys.make(domain, name, type, file), file);
      } catch (IllegalArgumentException _) {
        throw new CommandFailure(ExitCode.USAGE, "'" + name + "' is no selector");
      }
    }

    final PrintWriter out() {
      return spec.commandLine().getOut();
    }
  }

  /// `posthorn dkim generate`.
  @Command(
      name = "generate",
      header = "Make a key for a domain.",
      description =
          "The file goes to 'dkim' beside the configuration file. No file is overwritten.")
  static final class Generate extends Maker {
    @Option(
        names = "--type",
        paramLabel = "TYPE",
        defaultValue = "rsa",
        description =
            "rsa (2048 bits), which every receiver can verify, or ed25519, beside an RSA key. "
                + "Default: ${DEFAULT-VALUE}.")
    String type;

    @Override
    public Integer call() throws IOException {
      Made made = make(DkimAdvice.domain(domain), type(type), List.of());
      new DkimAdvice(out(), config.file()).generated(made);
      return ExitCode.OK;
    }

    private static KeyType type(String word) {
      for (KeyType type : KeyType.values()) {
        if (type.text().equalsIgnoreCase(word)) {
          return type;
        }
      }
      throw new CommandFailure(ExitCode.USAGE, "--type is rsa or ed25519, not '" + word + "'");
    }
  }

  /// `posthorn dkim rotate`.
  @Command(
      name = "rotate",
      header = "Make the keys that are to follow those that sign now.",
      description = {
        "A new key of the same kind for each key of the domain that signs, and what to do when: a",
        "receiver must always find the key of a message, and none should be used for years."
      })
  static final class Rotate extends Maker {
    @Override
    public Integer call() throws IOException {
      String name = DkimAdvice.domain(domain);
      List<DkimKeyConfig> keys = DkimShowCommand.keys(config.read(), name);
      List<DkimKeyConfig> signing = keys.stream().filter(k -> k.use() == DkimUse.SIGN).toList();
      if (signing.isEmpty()) {
        throw new CommandFailure(
            ExitCode.NO_USER,
            "no key signs for " + name + ": make one with 'posthorn dkim generate " + name + "'");
      }
      keys.stream().filter(k -> k.use() == DkimUse.NEXT).findFirst().ifPresent(Rotate::refuse);
      if (selector != null && signing.size() > 1) {
        throw new CommandFailure(
            ExitCode.USAGE, name + " has several keys that sign: leave --selector out");
      }
      List<SigningKey> old = new ArrayList<>();
      List<Made> made = new ArrayList<>();
      for (DkimKeyConfig key : signing) {
        old.add(SigningKey.read(key.domain(), key.selector(), key.key()));
      }
      for (SigningKey key : old) {
        made.add(make(name, key.type(), made));
      }
      new DkimAdvice(out(), config.file()).rotated(old, made, config.read().queue().expiry());
      return ExitCode.OK;
    }

    private static void refuse(DkimKeyConfig next) {
      throw new CommandFailure(
          ExitCode.CANT_CREATE,
          next.domain()
              + " has a key that is to follow already: '"
              + next.selector()
              + "'. Have it sign first: use = \"sign\"");
    }
  }
}
