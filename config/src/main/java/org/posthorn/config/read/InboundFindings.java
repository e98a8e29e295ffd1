package org.posthorn.config.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.posthorn.config.inbound.InboundCheck;
import org.posthorn.config.inbound.InboundConfig;
import org.posthorn.config.inbound.MilterConfig;

/// Checks what the settings of `[inbound]` mean together.
final class InboundFindings {
  private InboundFindings() {}

  static List<Finding> check(InboundConfig config) {
    List<Finding> findings = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (InboundCheck check : InboundCheck.values()) {
      names.add(check.text());
    }
    for (int i = 0; i < config.milters().size(); i++) {
      MilterConfig milter = config.milters().get(i);
      String path = "inbound.milter[" + i + "]";
      if (!names.add(milter.name())) {
        findings.add(
            Finding.error(
                path + ".name", "\"" + milter.name() + "\" is the name of another check"));
      }
      if (milter.mail().isEmpty()) {
        findings.add(Finding.error(path + ".mail", "the list is empty: it would never be asked"));
      }
    }
    if (!config.milters().isEmpty() && !config.checks().contains(InboundCheck.MILTERS)) {
      findings.add(
          Finding.warning(
              "inbound.checks", "\"milters\" is not listed: no [[inbound.milter]] is asked"));
    }
    return findings;
  }
}
