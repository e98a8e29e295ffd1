package org.posthorn.smtp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.posthorn.protocol.frame.Line;
import org.posthorn.smtp.command.EnvelopeAddress;
import org.posthorn.smtp.command.ForwardPath;
import org.posthorn.smtp.command.HostPart;
import org.posthorn.smtp.command.RcptParameters;
import org.posthorn.smtp.command.SmtpCommand;

/// Laws of the command parser (RFC 5321 §4.1.2).
class CommandProperties {
  private final CommandParser parser = new CommandParser(false);

  @Provide
  Arbitrary<String> printable() {
    return Arbitraries.strings().withCharRange(' ', '~').ofMinLength(1).ofMaxLength(60);
  }

  @Provide
  Arbitrary<byte[]> octets() {
    Arbitrary<String> words =
        Arbitraries.of(
            "MAIL FROM:",
            "RCPT TO:",
            "BDAT ",
            "AUTH ",
            "<",
            ">",
            "@",
            "[",
            "]",
            "IPv6:",
            "\"",
            "\\",
            "a",
            ".",
            "=",
            "SIZE",
            "ORCPT",
            "rfc822;",
            "+2B",
            " ",
            "9",
            "\0",
            "\u00fc",
            ",");
    return words
        .list()
        .ofMaxSize(30)
        .map(list -> String.join("", list).getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 500)
  void anAddressIsReadAsItIsWritten(@ForAll("printable") String local) {
    EnvelopeAddress address = new EnvelopeAddress(local, new HostPart.Domain("example.test"));
    String line = "RCPT TO:<" + address.wire() + ">";
    assertEquals(
        new Parsed.Command(
            new SmtpCommand.Rcpt(new ForwardPath.Recipient(address), RcptParameters.NONE)),
        parser.parse(new Line(line.getBytes(StandardCharsets.US_ASCII), true)));
  }

  @Property(tries = 2000)
  void whateverComesIsAnswered(@ForAll("octets") byte[] octets) {
    assertNotNull(parser.parse(new Line(octets, true)));
  }
}
