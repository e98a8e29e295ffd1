package org.posthorn.config.reference;

import org.posthorn.config.PosthornConfig;
import org.posthorn.config.schema.Part;
import org.posthorn.config.schema.Schema;
import org.posthorn.config.schema.Section;
import org.posthorn.config.schema.Setting;

/// Writes the configuration reference as a Markdown page.
public final class ReferencePage {
  private static final String HEAD =
      """
      # Configuration

      <!-- Made from the declarations in org.posthorn.config.schema. Do not edit: change those, then run
           ./mvnw -pl config test -Dposthorn.regenerate -->

      Posthorn reads one file in [TOML](https://toml.io), named with `--config`. The annotated sample
      is [`config/posthorn.toml`](../config/posthorn.toml); it says the same as this page.

          ./posthorn check --config FILE

      reports everything that is wrong with a file at once, each problem with line, column and key.
      Nothing is repaired: a key that does not exist or a value that is out of range stops the daemon
      from starting. A changed file counts after a restart; certificate files are re-read while the
      daemon runs.

      | Kind | How it is written |
      | --- | --- |
      | size | `"512B"`, `"64KB"`, `"50MB"`, `"2GB"` (powers of 1024), or a number of bytes |
      | duration | `"500ms"`, `"30s"`, `"5m"`, `"2h"`, `"7d"`, `"1h30m"`; the unit is part of it |
      | network | `"10.0.0.0/8"`, `"2001:db8::/32"`; an address alone is that address only |
      | path | absolute, or starting from the directory of the configuration file |
      | secret | the text itself, or `"file:PATH"` for a file that has nothing else in it; never logged |

      """;

  private ReferencePage() {}

  /// The text of the page.
  public static String write() {
    StringBuilder out = new StringBuilder(HEAD);
    out.append("## Sections\n\n");
    for (Part<?> part : Schema.PARTS) {
      Section<?> section = part.section();
      out.append("- [`").append(heading(part)).append("`](#").append(anchor(section)).append(") ");
      out.append(section.title()).append('\n');
    }
    for (Part<?> part : Schema.PARTS) {
      part(part, out);
    }
    return out.toString();
  }

  private static <R> void part(Part<R> part, StringBuilder out) {
    Section<R> section = part.section();
    out.append("\n<a id=\"").append(anchor(section)).append("\"></a>\n");
    out.append("## `").append(heading(part)).append("`: ").append(section.title()).append("\n\n");
    if (!section.doc().isEmpty()) {
      Wrap.lines(section.doc(), 100).forEach(line -> out.append(line).append('\n'));
      out.append('\n');
    }
    R standard =
        switch (part) {
          case Part.Single<R> single -> single.get().apply(PosthornConfig.defaults());
          case Part.Repeated<R> repeated -> repeated.template();
        };
    out.append("| Key | Value | Default | Meaning |\n| --- | --- | --- | --- |\n");
    for (Setting<R, ?> setting : section.settings()) {
      row(setting, standard, out);
    }
  }

  private static <R> void row(Setting<R, ?> setting, R standard, StringBuilder out) {
    out.append("| `").append(setting.name()).append("` | ");
    out.append(cell(setting.type().describe())).append(" | ");
    out.append(setting.required() ? "required" : defaultOf(setting, standard)).append(" | ");
    out.append(cell(setting.doc()));
    setting.example().ifPresent(toml -> out.append(" Example: `").append(cell(toml)).append("`"));
    out.append(" |\n");
  }

  private static <R> String defaultOf(Setting<R, ?> setting, R standard) {
    return setting
        .defaultDoc()
        .map(ReferencePage::cell)
        .orElseGet(() -> "`" + cell(setting.format(standard)) + "`");
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private static String heading(Part<?> part) {
    String path = part.section().path();
    return part instanceof Part.Repeated<?> ? "[[" + path + "]]" : "[" + path + "]";
  }

  private static String anchor(Section<?> section) {
    return section.path().replace('.', '-');
  }
}
