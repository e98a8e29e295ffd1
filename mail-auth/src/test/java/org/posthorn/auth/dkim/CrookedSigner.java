package org.posthorn.auth.dkim;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.posthorn.auth.body.BodyCanonicalization;
import org.posthorn.auth.body.BodyHashSpec;
import org.posthorn.auth.body.HashedMessage;
import org.posthorn.auth.body.MessageHasher;
import org.posthorn.auth.header.HeaderBlock;
import org.posthorn.auth.header.HeaderCanonicalization;
import org.posthorn.auth.header.TagList;

/// Makes signatures that fit their message, whatever their tags say.
///
/// @param now what `t=` says unless it is changed
record CrookedSigner(SigningKey key, long now) {
  /// A signature of a message, with its line end.
  ///
  /// @param changes `name=value` each: a tag that differs from what is right; `-` for none
  String field(String message, List<String> changes) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("v", "1");
    tags.put("a", key.type().algorithm());
    tags.put("c", "relaxed/relaxed");
    tags.put("d", key.domain());
    tags.put("s", key.selector());
    tags.put("t", Long.toString(now));
    tags.put("h", "from:to:subject");
    tags.put("bh", "$bh");
    for (String change : changes) {
      int equals = change.indexOf('=');
      tags.put(change.substring(0, equals), change.substring(equals + 1));
    }
    tags.values().removeIf("-"::equals);
    String[] forms = tags.getOrDefault("c", "simple/simple").split("/");
    HashedMessage hashed = hash(message, forms, tags.getOrDefault("l", ""));
    String bodyHash =
        Base64.getEncoder().encodeToString(hashed.bodies().values().iterator().next().digest());
    tags.replaceAll((_, value) -> value.replace("$bh", bodyHash));
    SignedData data = new SignedData(headerForm(forms[0]));
    data.select(hashed.header(), names(tags.getOrDefault("h", "from")));
    String field =
        tags.entrySet().stream()
            .map(tag -> tag.getKey().replace("+", "") + "=" + tag.getValue() + "; ")
            .collect(Collectors.joining("", "DKIM-Signature: ", "b="));
    data.addUnsigned(HeaderBlock.of(field.getBytes(StandardCharsets.UTF_8)).fields().getFirst());
    String signature = Base64.getEncoder().encodeToString(key.sign(data.toBytes()));
    return field + signature + "\r\n";
  }

  private static HeaderCanonicalization headerForm(String word) {
    return word.equals("simple") ? HeaderCanonicalization.SIMPLE : HeaderCanonicalization.RELAXED;
  }

  private static HashedMessage hash(String message, String[] forms, String length) {
    boolean relaxed = forms.length > 1 && forms[1].equals("relaxed");
    BodyHashSpec spec =
        new BodyHashSpec(
            relaxed ? BodyCanonicalization.RELAXED : BodyCanonicalization.SIMPLE, octets(length));
    MessageHasher hasher = MessageHasher.of(spec);
    hasher.write(message.getBytes(StandardCharsets.UTF_8));
    return hasher.finish();
  }

  private static OptionalLong octets(String length) {
    boolean number = length.matches("\\d{1,18}");
    return number ? OptionalLong.of(Long.parseLong(length)) : OptionalLong.empty();
  }

  private static List<String> names(String list) {
    return Arrays.asList(TagList.withoutBlanks(list).toLowerCase(Locale.ROOT).split(":"));
  }
}
