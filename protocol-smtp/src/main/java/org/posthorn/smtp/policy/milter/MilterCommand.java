package org.posthorn.smtp.policy.milter;

import java.util.OptionalInt;

/// What a filter is told. A filter may ask not to be told of a step, or not to have to answer it.
enum MilterCommand {
  OPTIONS('O', 0, 0, -1),
  MACROS('D', 0, 0, -1),
  CONNECT('C', 0x1, 0x1000, 0),
  HELO('H', 0x2, 0x2000, 1),
  MAIL('M', 0x4, 0x4000, 2),
  RCPT('R', 0x8, 0x8000, 3),
  DATA('T', 0x200, 0x10000, 4),
  FIELD('L', 0x20, 0x80, -1),
  END_OF_HEADER('N', 0x40, 0x40000, 6),
  BODY('B', 0x10, 0x80000, -1),
  END_OF_MESSAGE('E', 0, 0, 5),
  ABORT('A', 0, 0, -1),
  QUIT('Q', 0, 0, -1);

  private final char code;
  private final int leftOut;
  private final int unanswered;
  private final int macroStage;

  MilterCommand(char code, int leftOut, int unanswered, int macroStage) {
    this.code = code;
    this.leftOut = leftOut;
    this.unanswered = unanswered;
    this.macroStage = macroStage;
  }

  /// Its letter on the wire.
  char code() {
    return code;
  }

  /// The bit by which a filter says that it need not hear of it; 0 for what is always told.
  int leftOut() {
    return leftOut;
  }

  /// The bit by which a filter says that it will not answer; 0 for what is always answered, or
  /// never.
  int unanswered() {
    return unanswered;
  }

  /// The number of the step where a filter names the macros that it wants.
  OptionalInt macroStage() {
    return macroStage < 0 ? OptionalInt.empty() : OptionalInt.of(macroStage);
  }
}
