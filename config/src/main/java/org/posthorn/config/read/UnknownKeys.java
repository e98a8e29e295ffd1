package org.posthorn.config.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.posthorn.config.schema.NearestName;
import org.posthorn.config.schema.Part;
import org.posthorn.config.schema.Schema;
import org.posthorn.config.schema.Setting;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/// Walks a document: refuses keys that no section declares, and tables that stand where something
/// else is expected; notes where each known key stands.
final class UnknownKeys {

  /// What may stand under a name.
  private enum Kind {
    SETTING,
    TABLE,
    TABLES
  }

  private final Map<String, Kind> known = new LinkedHashMap<>();
  private final Problems problems;

  UnknownKeys(Problems problems) {
    this.problems = problems;
    for (Part<?> part : Schema.PARTS) {
      declare(part);
    }
  }

  private void declare(Part<?> part) {
    String path = part.section().path();
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      known.putIfAbsent(path.substring(0, dot), Kind.TABLE);
    }
    known.put(path, part instanceof Part.Repeated<?> ? Kind.TABLES : Kind.TABLE);
    for (Setting<?, ?> setting : part.section().settings()) {
      known.put(path + "." + setting.name(), Kind.SETTING);
    }
  }

  void check(TomlTable root) {
    walk(root, "", "");
  }

  /// @param schemaPath where the table stands in the schema: `listener`
  /// @param shownPath where it stands in the document: `listener[1]`
  private void walk(TomlTable table, String schemaPath, String shownPath) {
    for (String key : table.keySet()) {
      String path = join(schemaPath, key);
      String shown = join(shownPath, Toml.joinKeyPath(List.of(key)));
      problems.place(shown, table.inputPositionOf(List.of(key)));
      switch (known.get(path)) {
        case null -> problems.add(shown, unknown(schemaPath, key));
        case SETTING -> {}
        case TABLE -> table(table.get(List.of(key)), path, shown);
        case TABLES -> tables(table.get(List.of(key)), path, shown);
      }
    }
  }

  private void table(Object value, String path, String shown) {
    switch (value) {
      case TomlTable table -> walk(table, path, shown);
      case TomlArray _ -> problems.add(shown, "is one table: write [" + path + "], and only once");
      default -> problems.add(shown, "is a table: write [" + path + "]");
    }
  }

  private void tables(Object value, String path, String shown) {
    if (!(value instanceof TomlArray array)) {
      problems.add(shown, "is a list of tables: write [[" + path + "]] for each");
      return;
    }
    for (int i = 0; i < array.size(); i++) {
      String entry = shown + "[" + i + "]";
      problems.place(entry, array.inputPositionOf(i));
      if (array.get(i) instanceof TomlTable table) {
        walk(table, path, entry);
      } else {
        problems.add(entry, "is not a table: write [[" + path + "]] for each");
      }
    }
  }

  private String unknown(String schemaPath, String key) {
    List<String> siblings = new ArrayList<>();
    List<String> elsewhere = new ArrayList<>();
    for (String path : known.keySet()) {
      int dot = path.lastIndexOf('.');
      String name = path.substring(dot + 1);
      if (path.equals(join(schemaPath, name))) {
        siblings.add(name);
      } else if (name.equals(key)) {
        elsewhere.add(path);
      }
    }
    String hint =
        NearestName.of(key, siblings)
            .map(near -> "; did you mean \"" + near + "\"?")
            .or(() -> elsewhere.stream().findFirst().map(path -> "; there is " + path))
            .orElse("");
    return (schemaPath.isEmpty() ? "unknown section" : "unknown key") + hint;
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
