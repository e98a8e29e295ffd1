package org.posthorn.benchmarks.micro;

import org.openjdk.jmh.Main;

/// Runs the microbenchmarks; takes JMH's own options, `-h` lists them.
public final class Micro {
  private Micro() {}

  /// @param arguments JMH's
  public static void main(String[] arguments) throws Exception {
    Main.main(arguments);
  }
}
