package org.posthorn.server.setup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The annotated reference configuration with the few values set that a new host needs.
///
/// @param hostname this host's name
/// @param dataDir the data directory
/// @param postmaster the address that gets the postmaster's mail
/// @param certificate PEM file of the certificate
/// @param key PEM file of its private key
public record ConfigTemplate(
    String hostname, Path dataDir, String postmaster, Path certificate, Path key) {
  /// The text of the file.
  public String text() {
    String text = reference();
    text = replace(text, "hostname = \"mail.example.org\"", "hostname = " + quoted(hostname));
    text =
        replace(
            text,
            "#data-dir = \"/var/lib/posthorn\"",
            "data-dir = " + quoted(dataDir.toString()));
    text =
        replace(
            text,
            "#postmaster = \"admin@example.org\"    # an example",
            "postmaster = " + quoted(postmaster));
    text =
        replace(text, "cert = \"tls/fullchain.pem\"", "cert = " + quoted(certificate.toString()));
    return replace(text, "key = \"tls/privkey.pem\"", "key = " + quoted(key.toString()));
  }

  private static String replace(String text, String what, String by) {
    if (!text.contains("\n" + what + "\n")) {
      throw new IllegalStateException("the reference configuration has no line: " + what);
    }
    return text.replace("\n" + what + "\n", "\n" + by + "\n");
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String reference() {
    try (InputStream in = ConfigTemplate.class.getResourceAsStream("/posthorn.toml")) {
      if (in == null) {
        throw new IllegalStateException("the reference configuration is missing in the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
