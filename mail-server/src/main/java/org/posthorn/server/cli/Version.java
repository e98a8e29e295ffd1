package org.posthorn.server.cli;

import picocli.CommandLine.IVersionProvider;

/// The program's version, from its jar.
public final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "Posthorn " + current(), "Java " + Runtime.version() + ", " + System.getProperty("os.arch")
    };
  }

  /// The version number; `development` where the program does not run from a jar.
  public static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
