package org.posthorn.smtp.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.smtp.policy.SmtpPolicy.AtConnect;
import org.posthorn.smtp.policy.SmtpPolicy.AtData;
import org.posthorn.smtp.policy.SmtpPolicy.AtEndOfData;
import org.posthorn.smtp.policy.SmtpPolicy.AtHelo;
import org.posthorn.smtp.policy.SmtpPolicy.AtMail;
import org.posthorn.smtp.policy.SmtpPolicy.AtRcpt;

/// Checks of all phases as they are put together, in order. Used while the daemon is built, by one
/// thread.
public final class PolicyChecks {
  private final List<Check<AtConnect>> connect = new ArrayList<>();
  private final List<Check<AtHelo>> helo = new ArrayList<>();
  private final List<Check<AtMail>> mail = new ArrayList<>();
  private final List<Check<AtRcpt>> recipientExistence = new ArrayList<>();
  private final List<Check<AtRcpt>> rcpt = new ArrayList<>();
  private final List<Check<AtData>> data = new ArrayList<>();
  private final List<Check<AtEndOfData>> endOfData = new ArrayList<>();

  /// One configured check, to which its parts are added phase by phase.
  ///
  /// @param name as in the configuration
  /// @param exempt the trust from which on it is left out
  public record Part(PolicyChecks checks, String name, Optional<Trust> exempt) {
    public Part connect(Check<AtConnect> check) {
      checks.connect.add(Check.named(name, exempt, check));
      return this;
    }

    public Part helo(Check<AtHelo> check) {
      checks.helo.add(Check.named(name, exempt, check));
      return this;
    }

    public Part mail(Check<AtMail> check) {
      checks.mail.add(Check.named(name, exempt, check));
      return this;
    }

    /// Made before it is checked whether the recipient exists.
    public Part anyRcpt(Check<AtRcpt> check) {
      checks.recipientExistence.add(Check.named(name, exempt, check));
      return this;
    }

    /// Made for recipients that exist.
    public Part rcpt(Check<AtRcpt> check) {
      checks.rcpt.add(Check.named(name, exempt, check));
      return this;
    }

    public Part data(Check<AtData> check) {
      checks.data.add(Check.named(name, exempt, check));
      return this;
    }

    public Part endOfData(Check<AtEndOfData> check) {
      checks.endOfData.add(Check.named(name, exempt, check));
      return this;
    }
  }

  /// Adds a check that is made for everybody.
  public Part always(String name) {
    return new Part(this, name, Optional.empty());
  }

  /// Adds a check that is left out from this trust on.
  public Part below(Trust exempt, String name) {
    return new Part(this, name, Optional.of(exempt));
  }

  List<Check<AtConnect>> connect() {
    return connect;
  }

  List<Check<AtHelo>> helo() {
    return helo;
  }

  List<Check<AtMail>> mail() {
    return mail;
  }

  List<Check<AtRcpt>> recipientExistence() {
    return recipientExistence;
  }

  List<Check<AtRcpt>> rcpt() {
    return rcpt;
  }

  List<Check<AtData>> data() {
    return data;
  }

  List<Check<AtEndOfData>> endOfData() {
    return endOfData;
  }
}
