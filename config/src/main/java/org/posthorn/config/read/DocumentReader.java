package org.posthorn.config.read;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.schema.BadValueException;
import org.posthorn.config.schema.BadValueException.Fault;
import org.posthorn.config.schema.Part;
import org.posthorn.config.schema.Schema;
import org.posthorn.config.schema.Section;
import org.posthorn.config.schema.Setting;
import org.posthorn.config.schema.Values;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/// Reads the values of one document over a configuration. A bad value is reported and leaves the
/// old
/// one in its place, so that reading can go on; whoever sees a problem must not use the result.
final class DocumentReader {
  private final TomlTable root;
  private final Path directory;
  private final boolean complete;
  private final Problems problems;

  /// @param directory where relative paths start
  /// @param complete whether keys that are required must be there
  DocumentReader(TomlTable root, Path directory, boolean complete, Problems problems) {
    this.root = root;
    this.directory = directory;
    this.complete = complete;
    this.problems = problems;
  }

  PosthornConfig readOver(PosthornConfig base) {
    PosthornConfig config = base;
    for (Part<?> part : Schema.PARTS) {
      config = read(part, config);
    }
    return config;
  }

  private <R> PosthornConfig read(Part<R> part, PosthornConfig config) {
    Section<R> section = part.section();
    Optional<Object> found = find(section.path());
    return switch (part) {
      case Part.Single<R> single -> {
        TomlTable table = found.orElse(null) instanceof TomlTable t ? t : null;
        R base = single.get().apply(config);
        // What stands there and is no table is reported already, as one problem.
        boolean demand = complete && (table != null || found.isEmpty());
        yield single.set().apply(config, table(section, table, section.path(), base, demand));
      }
      case Part.Repeated<R> repeated ->
          found.orElse(null) instanceof TomlArray array
              ? repeated.set().apply(config, entries(repeated, array))
              : config;
    };
  }

  private Optional<Object> find(String path) {
    @Nullable Object value = root;
    for (String name : path.split("\\.")) {
      value = value instanceof TomlTable table ? table.get(List.of(name)) : null;
    }
    return Optional.ofNullable(value);
  }

  private <R> List<R> entries(Part.Repeated<R> part, TomlArray array) {
    List<R> entries = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      if (array.get(i) instanceof TomlTable table) {
        String path = part.section().path() + "[" + i + "]";
        entries.add(table(part.section(), table, path, part.template(), true));
      }
    }
    return entries;
  }

  private <R> R table(
      Section<R> section, @Nullable TomlTable table, String path, R base, boolean mustBeComplete) {
    Values<R> values = new Values<>(base);
    for (Setting<R, ?> setting : section.settings()) {
      String key = path + "." + setting.name();
      Object toml = table == null ? null : table.get(List.of(setting.name()));
      if (toml != null) {
        value(setting, toml, key, values);
      } else if (setting.required() && mustBeComplete) {
        String example = setting.example().map(e -> ", for example " + e).orElse("");
        String kind = setting.type().describe().replace("`", "");
        problems.add(key, "is missing; expected " + kind + example);
      }
    }
    return section.build().apply(values);
  }

  private <R, T> void value(Setting<R, T> setting, Object toml, String key, Values<R> values) {
    if (toml instanceof TomlArray array) {
      for (int i = 0; i < array.size(); i++) {
        problems.place(key + "[" + i + "]", array.inputPositionOf(i));
      }
    }
    try {
      values.put(setting, setting.type().parse(toml, directory));
    } catch (BadValueException e) {
      for (Fault fault : e.faults()) {
        String element = fault.element().isPresent() ? "[" + fault.element().getAsInt() + "]" : "";
        problems.add(key + element, fault.message());
      }
    }
  }
}
