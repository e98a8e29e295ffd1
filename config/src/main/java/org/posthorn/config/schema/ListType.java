package org.posthorn.config.schema;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.posthorn.config.schema.BadValueException.Fault;
import org.tomlj.TomlArray;

/// A list of values of one type; every bad element is reported.
record ListType<T>(SettingType<T> element) implements SettingType<List<T>> {
  @Override
  public String describe() {
    return "list of: " + element.describe();
  }

  @Override
  public List<T> parse(Object toml, Path directory) throws BadValueException {
    if (!(toml instanceof TomlArray array)) {
      throw TomlText.wrongKind(this, toml);
    }
    List<T> values = new ArrayList<>();
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      try {
        values.add(element.parse(array.get(i), directory));
      } catch (BadValueException e) {
        faults.add(new Fault(OptionalInt.of(i), e.faults().getFirst().message()));
      }
    }
    if (!faults.isEmpty()) {
      throw new BadValueException(faults);
    }
    return List.copyOf(values);
  }

  @Override
  public String format(List<T> value) {
    return value.stream().map(element::format).collect(Collectors.joining(", ", "[", "]"));
  }
}
