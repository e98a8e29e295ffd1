package org.posthorn.config;

/// Which engine holds the mail, with the settings that only this engine has. Each kind of engine
/// has
/// its own record and its own section, `[storage.NAME]`.
public sealed interface EngineConfig permits EmbeddedStorage {
  /// The engine's name, as `storage.engine` gives it.
  String name();
}
