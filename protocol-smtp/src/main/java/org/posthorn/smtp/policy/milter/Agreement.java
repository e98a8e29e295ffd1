package org.posthorn.smtp.policy.milter;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What this server and a filter have agreed on. Immutable.
///
/// @param version of the protocol
/// @param actions what the filter may do, as bits
/// @param steps what it need not hear of and will not answer, as bits
/// @param macros the macros that it wants, by step; steps that are missing get all
record Agreement(int version, int actions, int steps, Map<Integer, Set<String>> macros) {
  static final int VERSION = 6;
  static final int OLDEST = 2;

  static final int ADD_FIELDS = 0x1;
  static final int CHANGE_BODY = 0x2;
  static final int ADD_RECIPIENTS = 0x4;
  static final int DELETE_RECIPIENTS = 0x8;
  static final int CHANGE_FIELDS = 0x10;
  static final int QUARANTINE = 0x20;
  static final int CHANGE_SENDER = 0x40;
  static final int ADD_RECIPIENTS_WITH_PARAMETERS = 0x80;

  /// Everything, the choice of macros too.
  static final int OFFERED_ACTIONS = 0x1ff;

  private static final int UNKNOWN_COMMANDS = 0x100;
  private static final int CAN_SKIP = 0x400;
  private static final int UNKNOWN_UNANSWERED = 0x20000;
  private static final int LEADING_SPACE = 0x100000;
  private static final int FIRST_VERSION_WITH_DATA = 4;
  private static final int HEAD = 3 * Integer.BYTES;
  private static final int MAX_MACROS = 100;

  /// All steps that can be left out or go unanswered.
  static final int OFFERED_STEPS =
      Arrays.stream(MilterCommand.values())
              .mapToInt(command -> command.leftOut() | command.unanswered())
              .reduce(0, (a, b) -> a | b)
          | UNKNOWN_COMMANDS
          | UNKNOWN_UNANSWERED
          | CAN_SKIP
          | LEADING_SPACE;

  Agreement {
    macros = Map.copyOf(macros);
  }

  /// What is offered.
  static byte[] offer() {
    return ByteBuffer.allocate(HEAD)
        .putInt(VERSION)
        .putInt(OFFERED_ACTIONS)
        .putInt(OFFERED_STEPS)
        .array();
  }

  /// What a filter made of the offer.
  ///
  /// @throws MilterFault where it wants what was not offered
  static Agreement of(byte[] answer) throws MilterFault {
    if (answer.length < HEAD) {
      throw new MilterFault("agrees on nothing");
    }
    ByteBuffer in = ByteBuffer.wrap(answer);
    int version = in.getInt();
    int actions = in.getInt();
    int steps = in.getInt();
    if (version < OLDEST || version > VERSION) {
      throw new MilterFault("speaks version " + version + " of the protocol");
    }
    if ((actions & ~OFFERED_ACTIONS) != 0 || (steps & ~OFFERED_STEPS) != 0) {
      throw new MilterFault("wants what was not offered");
    }
    return new Agreement(version, actions, steps, macros(in));
  }

  private static Map<Integer, Set<String>> macros(ByteBuffer in) {
    Map<Integer, Set<String>> macros = new HashMap<>();
    while (in.remaining() > Integer.BYTES && macros.size() < MAX_MACROS) {
      int stage = in.getInt();
      Set<String> names =
          Arrays.stream(AnswerParser.text(in).split("[ ,]+"))
              .filter(name -> !name.isEmpty())
              .limit(MAX_MACROS)
              .collect(Collectors.toUnmodifiableSet());
      macros.put(stage, names);
    }
    return macros;
  }

  /// Whether the filter hears of this.
  boolean tells(MilterCommand command) {
    return (steps & command.leftOut()) == 0
        && (command != MilterCommand.DATA || version >= FIRST_VERSION_WITH_DATA);
  }

  /// Whether it answers this.
  boolean answers(MilterCommand command) {
    return (steps & command.unanswered()) == 0;
  }

  /// Whether values of fields keep the blanks at their beginning.
  boolean keepsLeadingSpace() {
    return (steps & LEADING_SPACE) != 0;
  }

  /// The macros for a step that the filter wants.
  Map<String, String> wanted(MilterCommand command, Map<String, String> all) {
    if (command.macroStage().isEmpty() || !macros.containsKey(command.macroStage().getAsInt())) {
      return all;
    }
    Map<String, String> some = new HashMap<>(all);
    some.keySet().retainAll(macros.get(command.macroStage().getAsInt()));
    return some;
  }

  /// Makes sure that the filter said it would do this.
  void permit(Answer.Edit edit) throws MilterFault {
    int needed =
        switch (edit) {
          case Answer.AddField _ -> ADD_FIELDS;
          case Answer.InsertField _ -> ADD_FIELDS | CHANGE_FIELDS;
          case Answer.ChangeField _ -> CHANGE_FIELDS;
          case Answer.ChangeSender _ -> CHANGE_SENDER;
          case Answer.AddRecipient _ -> ADD_RECIPIENTS | ADD_RECIPIENTS_WITH_PARAMETERS;
          case Answer.DeleteRecipient _ -> DELETE_RECIPIENTS;
          case Answer.Quarantine _ -> QUARANTINE;
          case Answer.ReplaceBody _ -> CHANGE_BODY;
        };
    if ((actions & needed) == 0) {
      throw new MilterFault("does what it did not ask for");
    }
  }
}
