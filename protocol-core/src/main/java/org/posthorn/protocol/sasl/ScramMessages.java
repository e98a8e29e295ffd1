package org.posthorn.protocol.sasl;

import java.util.Optional;

/// The client's two messages in SCRAM (RFC 5802 §7), taken apart.
final class ScramMessages {
  private static final int MAX_NONCE = 1024;

  private ScramMessages() {}

  /// How the client stands to channel binding.
  sealed interface Binding {
    /// It cannot do it.
    record Unable() implements Binding {}

    /// It could, but believes that the server cannot.
    record ServerUnable() implements Binding {}

    /// It does, with data of this type.
    record Used(String type) implements Binding {}
  }

  /// @param header the GS2 header as it was sent
  /// @param binding see there
  /// @param authorize the identity to act as; empty for one's own
  /// @param bare the message behind the header, as it was sent
  record ClientFirst(
      String header, Binding binding, String authorize, String name, String nonce, String bare) {

    static Optional<ClientFirst> parse(String message) {
      int first = message.indexOf(',');
      int second = first < 0 ? -1 : message.indexOf(',', first + 1);
      if (second < 0) {
        return Optional.empty();
      }
      Optional<Binding> binding = binding(message.substring(0, first));
      Optional<String> authorize = authorize(message.substring(first + 1, second));
      String bare = message.substring(second + 1);
      // RFC 5802 §5.1: an extension that is mandatory (m=) and unknown ends the exchange.
      String[] attributes = bare.split(",", -1);
      if (binding.isEmpty()
          || authorize.isEmpty()
          || attributes.length < 2
          || !attributes[0].startsWith("n=")
          || !attributes[1].startsWith("r=")) {
        return Optional.empty();
      }
      String nonce = attributes[1].substring(2);
      return saslName(attributes[0].substring(2))
          .filter(name -> !name.isEmpty() && isNonce(nonce))
          .map(
              name ->
                  new ClientFirst(
                      message.substring(0, second + 1),
                      binding.get(),
                      authorize.get(),
                      name,
                      nonce,
                      bare));
    }

    private static Optional<Binding> binding(String flag) {
      return switch (flag) {
        case "n" -> Optional.of(new Binding.Unable());
        case "y" -> Optional.of(new Binding.ServerUnable());
        default ->
            flag.startsWith("p=")
                ? Optional.of(new Binding.Used(flag.substring(2)))
                : Optional.empty();
      };
    }

    private static Optional<String> authorize(String attribute) {
      if (attribute.isEmpty()) {
        return Optional.of("");
      }
      return attribute.startsWith("a=") ? saslName(attribute.substring(2)) : Optional.empty();
    }

    private static boolean isNonce(String nonce) {
      return !nonce.isEmpty()
          && nonce.length() <= MAX_NONCE
          && nonce.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /// RFC 5802 §5.1: `=2C` is a comma, `=3D` an equals sign, and no other `=` may stand there.
    private static Optional<String> saslName(String encoded) {
      StringBuilder name = new StringBuilder(encoded.length());
      for (int i = 0; i < encoded.length(); i++) {
        char c = encoded.charAt(i);
        if (c != '=') {
          name.append(c);
        } else if (encoded.startsWith("=2C", i)) {
          name.append(',');
          i += 2;
        } else if (encoded.startsWith("=3D", i)) {
          name.append('=');
          i += 2;
        } else {
          return Optional.empty();
        }
      }
      return Optional.of(name.toString());
    }
  }

  /// @param binding the header and the binding data, in base64
  /// @param nonce client's and server's nonce
  /// @param withoutProof the message up to the proof, as it was sent
  record ClientFinal(String binding, String nonce, String proof, String withoutProof) {

    static Optional<ClientFinal> parse(String message) {
      int at = message.lastIndexOf(",p=");
      if (at < 0) {
        return Optional.empty();
      }
      String withoutProof = message.substring(0, at);
      String[] attributes = withoutProof.split(",", -1);
      if (attributes.length < 2
          || !attributes[0].startsWith("c=")
          || !attributes[1].startsWith("r=")) {
        return Optional.empty();
      }
      return Optional.of(
          new ClientFinal(
              attributes[0].substring(2),
              attributes[1].substring(2),
              message.substring(at + 3),
              withoutProof));
    }
  }
}
