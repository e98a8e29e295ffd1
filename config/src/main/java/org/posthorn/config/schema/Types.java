package org.posthorn.config.schema;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.posthorn.config.value.BindAddress;
import org.posthorn.config.value.ByteSize;
import org.posthorn.config.value.Choice;
import org.posthorn.config.value.Durations;
import org.posthorn.config.value.HostNames;
import org.posthorn.config.value.HostPort;
import org.posthorn.config.value.IpNetwork;
import org.posthorn.config.value.RedisUrl;
import org.posthorn.config.value.Secret;
import org.posthorn.config.value.SocketTarget;
import org.posthorn.config.value.Umask;

/// The types that settings have.
final class Types {
  static final SettingType<Boolean> BOOL = new BooleanType();
  static final SettingType<Path> PATH = new PathType();
  static final SettingType<Secret> SECRET = new SecretType();

  static final SettingType<String> TEXT =
      new TextType<>(
          "text",
          text -> check(text, isPrintable(text), "must not be empty or have control characters"),
          text -> text);
  /// A word that names something in logs and metrics.
  static final SettingType<String> LABEL =
      new TextType<>(
          "word",
          text -> check(text, text.matches("[A-Za-z0-9_-]{1,40}"), "is not a plain word"),
          text -> text);
  static final SettingType<String> HOST_NAME =
      new TextType<>(
          "host name",
          text -> check(text, HostNames.isValid(text), "is not a host name"),
          text -> text);
  /// A host name, or one whose first label is a star.
  static final SettingType<String> SERVER_NAME =
      new TextType<>(
          "host name",
          text ->
              check(
                  text,
                  HostNames.isValid(text.startsWith("*.") ? text.substring(2) : text),
                  "is not a host name"),
          text -> text);
  static final SettingType<String> MAIL_ADDRESS =
      new TextType<>(
          "mail address",
          text -> check(text, isMailAddress(text), "is not a mail address"),
          text -> text);
  /// A DKIM selector (RFC 6376 §3.1): labels as in a host name, all digits too.
  static final SettingType<String> SELECTOR =
      new TextType<>(
          "selector",
          text -> check(text, HostNames.isValid("x." + text + ".x"), "is not a selector"),
          text -> text);
  /// The name of a header field (RFC 5322 §2.2).
  static final SettingType<String> FIELD_NAME =
      new TextType<>(
          "header field name",
          text -> check(text, isFieldName(text), "is not the name of a header field"),
          text -> text);
  /// A character, or `""` for none.
  static final SettingType<Optional<Character>> SEPARATOR =
      new TextType<>(
          "one character, or `\"\"` for none",
          Types::separator,
          value -> value.map(String::valueOf).orElse(""));

  static final SettingType<IpNetwork> NETWORK =
      new TextType<>("network (CIDR)", IpNetwork::parse, IpNetwork::toString);
  static final SettingType<BindAddress> BIND_ADDRESS =
      new TextType<>("IP address, or `\"*\"` for all", BindAddress::parse, BindAddress::toString);
  static final SettingType<InetAddress> IP_ADDRESS =
      new TextType<>(
          "IP address",
          text ->
              BindAddress.parse(text)
                  .address()
                  .orElseThrow(() -> new IllegalArgumentException("\"*\" is not one address")),
          address -> new BindAddress(Optional.of(address)).toString());

  /// A domain, one whose first label is a star, or a star alone.
  static final SettingType<String> DOMAIN_PATTERN =
      new TextType<>(
          "domain, `\"*.\"` and a domain, or `\"*\"`",
          text ->
              check(
                  text,
                  text.equals("*")
                      || HostNames.isValid(text.startsWith("*.") ? text.substring(2) : text),
                  "is not a domain"),
          text -> text);
  static final SettingType<SocketTarget> SOCKET =
      new TextType<>("`unix:/path` or `host:port`", SocketTarget::parse, SocketTarget::toString);
  static final SettingType<RedisUrl> REDIS =
      new TextType<>("URL of Redis", RedisUrl::parse, RedisUrl::toString);
  static final SettingType<Umask> UMASK =
      new TextType<>("octal mask", Umask::parse, Umask::toString);
  static final SettingType<Integer> PORT = new IntegerType(1, 65_535, "port");

  private Types() {}

  /// A whole number from `min` to `max`.
  static SettingType<Integer> integer(int min, int max, String what) {
    return new IntegerType(min, max, what);
  }

  /// A size from `min` to `max`.
  static SettingType<ByteSize> size(String min, String max) {
    return new SizeType(ByteSize.parse(min), ByteSize.parse(max));
  }

  /// A duration from `min` to `max`.
  static SettingType<Duration> duration(String min, String max) {
    return new DurationType(Durations.parse(min), Durations.parse(max));
  }

  /// One of the constants of an enum.
  static <E extends Enum<E> & Choice> SettingType<E> choice(E[] constants) {
    List<E> all = List.of(constants);
    WordType words = new WordType(all.stream().map(Choice::text).toList());
    return new TextType<>(words.describe(), text -> all.get(words.indexOf(text)), Choice::text);
  }

  /// One of some words.
  static SettingType<String> word(String... words) {
    return new WordType(List.of(words));
  }

  static SettingType<HostPort> hostPort(int defaultPort) {
    return new TextType<>(
        "`host:port` (port " + defaultPort + " if left out)",
        text -> HostPort.parse(text, defaultPort),
        HostPort::toString);
  }

  /// A list of values of one type.
  static <T> SettingType<List<T>> listOf(SettingType<T> element) {
    return new ListType<>(element);
  }

  /// A value that may be absent.
  static <T> SettingType<Optional<T>> optional(SettingType<T> type) {
    return new OptionalType<>(type);
  }

  private static String check(String text, boolean good, String complaint) {
    if (!good) {
      throw new IllegalArgumentException("\"" + text + "\" " + complaint);
    }
    return text;
  }

  private static boolean isPrintable(String text) {
    return !text.isBlank() && text.chars().noneMatch(Character::isISOControl);
  }

  private static boolean isFieldName(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':' && c != ';');
  }

  private static Optional<Character> separator(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    char c = text.charAt(0);
    boolean usable =
        c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c) && "@\"\\<>()[],:;.".indexOf(c) < 0;
    check(text, text.length() == 1 && usable, "cannot separate parts of an address");
    return Optional.of(c);
  }

  private static boolean isMailAddress(String text) {
    int at = text.lastIndexOf('@');
    return at > 0
        && HostNames.isValid(text.substring(at + 1))
        && text.chars().noneMatch(c -> c <= ' ' || c == 0x7f);
  }
}
