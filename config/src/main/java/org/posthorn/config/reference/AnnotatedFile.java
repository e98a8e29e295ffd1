package org.posthorn.config.reference;

import java.nio.file.Path;
import java.util.List;
import org.posthorn.config.CertificateConfig;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.schema.Part;
import org.posthorn.config.schema.Schema;
import org.posthorn.config.schema.Section;
import org.posthorn.config.schema.Setting;

/// Writes a configuration as an annotated file: every key with its meaning, unit and default. Keys
/// that have their default are commented out, so a later default counts for the file too. Reading
/// the
/// file gives the configuration back.
public final class AnnotatedFile {
  private static final String EXAMPLE = "    # an example\n";
  private static final int WIDTH = 96;
  private static final String HEAD =
      """
      # Configuration of Posthorn.
      #
      # A key that is commented out has the value shown. Remove the "#" to set it, then check the
      # file with `posthorn check --config FILE` and restart the daemon.
      #
      # Sizes:     "512B", "64KB", "50MB", "2GB" (powers of 1024), or a number of bytes.
      # Durations: "500ms", "30s", "5m", "2h", "7d", "1h30m".
      # Paths:     relative ones start from the directory of this file.
      # Secrets:   in place, or "file:PATH" for a file that has nothing else in it.
      """;

  private final PosthornConfig config;
  private final PosthornConfig defaults = PosthornConfig.defaults();
  private final StringBuilder out = new StringBuilder(HEAD);

  private AnnotatedFile(PosthornConfig config) {
    this.config = config;
  }

  /// The text of the file. A secret that has no file of its own stands in it in the clear.
  public static String write(PosthornConfig config) {
    AnnotatedFile file = new AnnotatedFile(config);
    for (Part<?> part : Schema.PARTS) {
      file.part(part);
    }
    return file.out.toString();
  }

  /// The configuration that the sample file shows: the defaults, with what has no default filled
  /// in.
  public static PosthornConfig sample() {
    PosthornConfig defaults = PosthornConfig.defaults();
    Path tls = Path.of("tls");
    CertificateConfig certificate =
        CertificateConfig.of(tls.resolve("fullchain.pem"), tls.resolve("privkey.pem"));
    return defaults
        .withServer(defaults.server().withHostname("mail.example.org"))
        .withTls(defaults.tls().withCertificates(List.of(certificate)));
  }

  private <R> void part(Part<R> part) {
    switch (part) {
      case Part.Single<R> single -> {
        title(part.section());
        out.append("\n[").append(part.section().path()).append("]\n");
        R values = single.get().apply(config);
        R standard = single.get().apply(defaults);
        for (Setting<R, ?> setting : part.section().settings()) {
          comment(setting, standard);
          String value = setting.format(values);
          boolean isSet = setting.required() || !value.equals(setting.format(standard));
          keyLine(setting, value, !isSet);
        }
      }
      case Part.Repeated<R> repeated -> {
        title(part.section());
        out.append("#\n");
        for (Setting<R, ?> setting : part.section().settings()) {
          overview(setting, repeated.template());
        }
        for (R entry : repeated.get().apply(config)) {
          entry(repeated, entry);
        }
        if (repeated.get().apply(config).isEmpty()) {
          emptyExample(part.section());
        }
      }
    }
  }

  private void title(Section<?> section) {
    out.append("\n\n# ").append(section.title()).append("\n# ");
    out.repeat('-', section.title().length()).append('\n');
    if (!section.doc().isEmpty()) {
      lines(section.doc());
    }
  }

  private <R> void comment(Setting<R, ?> setting, R standard) {
    out.append('\n');
    lines(setting.doc());
    lines("(" + plain(setting.type().describe()) + ends(setting, standard) + ")");
  }

  private static <R> String ends(Setting<R, ?> setting, R standard) {
    if (setting.required()) {
      return "; required";
    }
    return "; default: " + plain(setting.defaultDoc().orElseGet(() -> setting.format(standard)));
  }

  /// Keys of tables that stand many times are explained once, before the first.
  private <R> void overview(Setting<R, ?> setting, R template) {
    String kind = plain(setting.type().describe()) + ends(setting, template);
    List<String> text = Wrap.lines(setting.doc() + " (" + kind + ")", WIDTH - 6);
    out.append("#   ").append(setting.name()).append('\n');
    text.forEach(line -> out.append("#       ").append(line).append('\n'));
  }

  private <R> void entry(Part.Repeated<R> part, R entry) {
    out.append("\n[[").append(part.section().path()).append("]]\n");
    for (Setting<R, ?> setting : part.section().settings()) {
      String value = setting.format(entry);
      if (setting.required() || !value.equals(setting.format(part.template()))) {
        keyLine(setting, value, false);
      }
    }
  }

  private <R> void emptyExample(Section<R> section) {
    out.append("\n#[[").append(section.path()).append("]]").append(EXAMPLE);
    for (Setting<R, ?> setting : section.settings()) {
      setting
          .example()
          .ifPresent(
              example ->
                  out.append('#')
                      .append(setting.name())
                      .append(" = ")
                      .append(example)
                      .append(EXAMPLE));
    }
  }

  private void keyLine(Setting<?, ?> setting, String value, boolean commentedOut) {
    boolean example = value.isEmpty() || value.equals("[]");
    String shown = example ? setting.example().orElse(value) : value;
    out.append(commentedOut ? "#" : "").append(setting.name()).append(" = ").append(shown);
    out.append(commentedOut && example && !shown.equals(value) ? EXAMPLE : "\n");
  }

  private void lines(String text) {
    Wrap.lines(text, WIDTH).forEach(line -> out.append("# ").append(line).append('\n'));
  }

  private static String plain(String markdown) {
    return markdown.replace("`", "");
  }
}
