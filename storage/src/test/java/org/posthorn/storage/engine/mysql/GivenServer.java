package org.posthorn.storage.engine.mysql;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.posthorn.config.value.HostPort;
import org.posthorn.config.value.Secret;

/// The server that `./posthorn test --mysql` names:
/// `mysql://user:password@host:port/?parameter=value`. Without a port it is 3306; user and
/// password may be percent-encoded; the parameters are the driver's. Immutable.
record GivenServer(HostPort address, String user, Secret password, Map<String, String> parameters) {
  /// The system property that names it.
  static final String PROPERTY = "posthorn.test.mysql";

  private static final String FORM = "mysql://USER:PASSWORD@HOST:PORT/";
  private static final int PORT = 3306;

  /// The one of this run.
  ///
  /// @throws IllegalArgumentException with a sentence that says what is wrong with the URL
  static Optional<GivenServer> ofThisRun() {
    return Optional.ofNullable(System.getProperty(PROPERTY))
        .filter(url -> !url.isBlank())
        .map(GivenServer::parse);
  }

  /// @throws IllegalArgumentException with a sentence that says what is wrong; it does not repeat
  ///     the password
  static GivenServer parse(String url) {
    URI uri;
    try {
      uri = new URI(url.strip());
    } catch (URISyntaxException failure) {
      throw new IllegalArgumentException(
          "the URL is not one (%s at character %d); it looks like %s"
              .formatted(failure.getReason(), failure.getIndex() + 1, FORM),
          failure);
    }
    String host = uri.getHost();
    String login = uri.getRawUserInfo();
    if (!"mysql".equals(uri.getScheme()) || host == null || login == null) {
      throw new IllegalArgumentException("the URL has to look like " + FORM);
    }
    String path = uri.getRawPath();
    if (!path.isEmpty() && !path.equals("/")) {
      throw new IllegalArgumentException(
          "the URL names the database \"%s\", but tests make databases of their own: leave it out"
              .formatted(path.substring(1)));
    }
    String[] parts = login.split(":", 2);
    return new GivenServer(
        new HostPort(host.replaceAll("[\\[\\]]", ""), uri.getPort() < 0 ? PORT : uri.getPort()),
        decoded(parts[0]),
        Secret.of(parts.length > 1 ? decoded(parts[1]) : ""),
        parameters(Optional.ofNullable(uri.getRawQuery()).orElse("")));
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    Arrays.stream(query.split("&"))
        .filter(part -> !part.isEmpty())
        .map(part -> part.split("=", 2))
        .forEach(part -> parameters.put(part[0], part.length > 1 ? decoded(part[1]) : ""));
    return Map.copyOf(parameters);
  }

  /// A plus sign means itself here.
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
