package org.posthorn.auth.arc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.posthorn.auth.body.BodyCanonicalization;
import org.posthorn.auth.body.BodyHashSpec;
import org.posthorn.auth.body.HashedMessage;
import org.posthorn.auth.body.MessageHasher;
import org.posthorn.auth.dkim.SignedData;
import org.posthorn.auth.dkim.SigningKey;
import org.posthorn.auth.header.HeaderBlock;
import org.posthorn.auth.header.HeaderCanonicalization;
import org.posthorn.auth.header.HeaderField;

/// Adds sets that are signed correctly, whatever their tags say.
final class CrookedSealer {
  private final SigningKey key;
  private final List<String> chain = new ArrayList<>();
  private String message;

  CrookedSealer(SigningKey key, String message) {
    this.key = key;
    this.message = message;
  }

  String message() {
    return message;
  }

  /// Adds a set.
  ///
  /// @param changes tags of `ams.` and `as.` that differ from what is right, `-` for none; `aar`
  void seal(Map<String, String> changes) {
    String number = Integer.toString(chain.size() / 3 + 1);
    String results =
        "ARC-Authentication-Results: "
            + changes.getOrDefault("aar", "i=" + number + "; x.example; none")
            + "\r\n";
    // The signature may cover the results.
    String signed = signature(results + message, tags("ams.", number, changes));
    Map<String, String> tags = tags("as.", number, changes);
    SignedData data = new SignedData(HeaderCanonicalization.RELAXED);
    chain.forEach(text -> data.add(field(text)));
    data.add(field(results));
    data.add(field(signed));
    String seal = complete("ARC-Seal", tags, data);
    chain.addAll(List.of(results, signed, seal));
    message = seal + signed + results + message;
  }

  /// Changes something in the message and its sets; who seals it afterwards seals what is there
  // then.
  void edit(String from, String to) {
    if (!message.contains(from)) {
      throw new IllegalArgumentException(from);
    }
    message = message.replace(from, to);
    chain.replaceAll(field -> field.replace(from, to));
  }

  private Map<String, String> tags(String where, String number, Map<String, String> changes) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("i", number);
    tags.put("a", "ed25519-sha256");
    tags.put("d", key.domain());
    tags.put("s", key.selector());
    tags.put("t", Long.toString(Hop.NOW.getEpochSecond()));
    if (where.equals("as.")) {
      tags.put("cv", number.equals("1") ? "none" : "pass");
    } else {
      tags.put("c", "relaxed/relaxed");
      tags.put("h", "from:to:subject:from");
    }
    changes.forEach(
        (name, value) -> {
          if (name.startsWith(where)) {
            tags.put(name.substring(where.length()), value);
          }
        });
    tags.values().removeIf("-"::equals);
    return tags;
  }

  private String signature(String text, Map<String, String> tags) {
    boolean simple = !tags.getOrDefault("c", "simple").startsWith("relaxed");
    BodyHashSpec spec =
        BodyHashSpec.whole(simple ? BodyCanonicalization.SIMPLE : BodyCanonicalization.RELAXED);
    MessageHasher hasher = MessageHasher.of(spec);
    hasher.write(text.getBytes(StandardCharsets.UTF_8));
    HashedMessage hashed = hasher.finish();
    tags.putIfAbsent(
        "bh", Base64.getEncoder().encodeToString(hashed.body(spec).orElseThrow().digest()));
    SignedData data =
        new SignedData(simple ? HeaderCanonicalization.SIMPLE : HeaderCanonicalization.RELAXED);
    data.select(
        hashed.header(), List.of(tags.getOrDefault("h", "").toLowerCase(Locale.ROOT).split(":")));
    return complete("ARC-Message-Signature", tags, data);
  }

  private String complete(String name, Map<String, String> tags, SignedData data) {
    String text =
        tags.entrySet().stream()
            .map(tag -> tag.getKey() + "=" + tag.getValue() + "; ")
            .collect(Collectors.joining("", name + ": ", "b="));
    data.addUnsigned(field(text));
    return text + Base64.getEncoder().encodeToString(key.sign(data.toBytes())) + "\r\n";
  }

  private static HeaderField field(String text) {
    return HeaderBlock.of(text.getBytes(StandardCharsets.UTF_8)).fields().getFirst();
  }
}
