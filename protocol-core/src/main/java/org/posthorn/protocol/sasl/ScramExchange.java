package org.posthorn.protocol.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.posthorn.protocol.sasl.ScramMessages.Binding;
import org.posthorn.protocol.sasl.ScramMessages.ClientFinal;
import org.posthorn.protocol.sasl.ScramMessages.ClientFirst;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.directory.Principal;
import org.posthorn.storage.directory.SaslPrep;
import org.posthorn.storage.directory.ScramCredential;
import org.posthorn.storage.model.Protocol;

/// SCRAM on the server's side (RFC 5802, RFC 7677).
///
/// A name that is not known is led through the whole exchange with a salt that is always the same
/// for it, so that names cannot be probed; its proof never fits. The server's final message goes
/// out as a challenge that the client answers with nothing, as none of the three protocols carries
/// data with success.
final class ScramExchange implements SaslExchange {
  private static final int NONCE_OCTETS = 18;

  /// @param plusOffered whether the same mechanism with channel binding is offered on this
  ///     connection
  record Setting(
      Mechanism mechanism,
      Directory directory,
      Protocol protocol,
      ChannelBindings bindings,
      boolean plusOffered,
      ScramDecoy decoy,
      SecureRandom random) {}

  private sealed interface State {
    record Begun() implements State {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Challenged(
        ClientFirst first,
        byte[] bindingInput,
        String nonce,
        String serverFirst,
        ScramCredential keys,
        boolean known)
        implements State {}

    record Proved(Principal principal) implements State {}

    record Over() implements State {}
  }

  private final Setting setting;
  private final ScramMath math;
  private State state = new State.Begun();
  private String login = "";

  ScramExchange(Setting setting) {
    this.setting = setting;
    this.math = new ScramMath(setting.mechanism().hash());
  }

  @Override
  public Optional<byte[]> firstChallenge() {
    return Optional.empty();
  }

  @Override
  public String login() {
    return login;
  }

  @Override
  public SaslStep respond(byte[] response) {
    Optional<String> message = SaslText.utf8(response);
    if (message.isEmpty()) {
      return failed(AuthFailure.MALFORMED);
    }
    return switch (state) {
      case State.Begun _ ->
          ClientFirst.parse(message.get())
              .map(this::challenge)
              .orElseGet(() -> failed(AuthFailure.MALFORMED));
      case State.Challenged challenged ->
          ClientFinal.parse(message.get())
              .map(last -> verify(challenged, last))
              .orElseGet(() -> failed(AuthFailure.MALFORMED));
      case State.Proved(var principal) -> {
        state = new State.Over();
        yield response.length == 0
            ? new SaslStep.Success(principal)
            : failed(AuthFailure.MALFORMED);
      }
      case State.Over _ -> failed(AuthFailure.MALFORMED);
    };
  }

  private SaslStep challenge(ClientFirst first) {
    Optional<byte[]> bindingInput = bindingInput(first);
    Optional<String> name = SaslPrep.query(first.name());
    if (bindingInput.isEmpty() || name.isEmpty()) {
      return failed(AuthFailure.BAD_CREDENTIALS);
    }
    login = name.get();
    if (!first.authorize().isEmpty() && !first.authorize().equalsIgnoreCase(first.name())) {
      return failed(AuthFailure.NOT_ALLOWED);
    }
    Optional<ScramCredential> found =
        setting.directory().scram(login, setting.mechanism().hash(), setting.protocol());
    ScramCredential keys =
        found.orElseGet(() -> setting.decoy().keys(login, setting.mechanism().hash()));
    byte[] random = new byte[NONCE_OCTETS];
    setting.random().nextBytes(random);
    String nonce = first.nonce() + Base64.getEncoder().encodeToString(random);
    String serverFirst =
        "r="
            + nonce
            + ",s="
            + Base64.getEncoder().encodeToString(keys.salt())
            + ",i="
            + keys.iterations();
    state =
        new State.Challenged(
            first, bindingInput.get(), nonce, serverFirst, keys, found.isPresent());
    return new SaslStep.Challenge(serverFirst.getBytes(StandardCharsets.UTF_8));
  }

  /// What the client has to repeat in its final message: the header and, if it binds, the binding
  /// data (RFC 5802 §6).
  private Optional<byte[]> bindingInput(ClientFirst first) {
    byte[] header = first.header().getBytes(StandardCharsets.UTF_8);
    return switch (first.binding()) {
      case Binding.Used(var type) when setting.mechanism().bindsChannel() ->
          setting.bindings().data(type).map(data -> ScramMath.concat(header, data));
      case Binding.Used _ -> Optional.empty();
      case Binding.Unable _ ->
          setting.mechanism().bindsChannel() ? Optional.empty() : Optional.of(header);
      // Somebody in between has removed the -PLUS mechanism from the list.
      case Binding.ServerUnable _ ->
          setting.plusOffered() || setting.mechanism().bindsChannel()
              ? Optional.empty()
              : Optional.of(header);
    };
  }

  private SaslStep verify(State.Challenged challenged, ClientFinal last) {
    Optional<byte[]> binding = decode(last.binding());
    Optional<byte[]> proof = decode(last.proof());
    if (binding.isEmpty() || proof.isEmpty()) {
      return failed(AuthFailure.MALFORMED);
    }
    if (!Arrays.equals(binding.get(), challenged.bindingInput())
        || !last.nonce().equals(challenged.nonce())) {
      return failed(AuthFailure.BAD_CREDENTIALS);
    }
    String authMessage =
        challenged.first().bare() + ',' + challenged.serverFirst() + ',' + last.withoutProof();
    byte[] signature = math.hmac(challenged.keys().storedKey(), authMessage);
    boolean fits =
        proof.get().length == signature.length
            && MessageDigest.isEqual(
                math.hash(ScramMath.xor(proof.get(), signature)), challenged.keys().storedKey());
    if (!fits || !challenged.known()) {
      return failed(AuthFailure.BAD_CREDENTIALS);
    }
    state = new State.Proved(challenged.keys().principal());
    String verifier =
        "v="
            + Base64.getEncoder()
                .encodeToString(math.hmac(challenged.keys().serverKey(), authMessage));
    return new SaslStep.Challenge(verifier.getBytes(StandardCharsets.US_ASCII));
  }

  private SaslStep failed(AuthFailure reason) {
    state = new State.Over();
    return SaslStep.failed(reason);
  }

  private static Optional<byte[]> decode(String base64) {
    try {
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
