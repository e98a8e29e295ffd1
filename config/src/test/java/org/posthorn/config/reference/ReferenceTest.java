package org.posthorn.config.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.config.DkimKeyConfig;
import org.posthorn.config.DkimUse;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.read.ConfigReader;
import org.posthorn.config.read.ReadResult;
import org.posthorn.config.schema.Part;
import org.posthorn.config.schema.Schema;
import org.posthorn.config.schema.Setting;

/// The committed sample and reference page are what the declarations make, and the sample means
/// what
/// it says. `-Dposthorn.regenerate` writes the two files anew.
class ReferenceTest {
  private static final Path SAMPLE = Path.of("posthorn.toml");
  private static final Path PAGE = Path.of("../docs/configuration.md");

  @Test
  void sampleFileIsUpToDate() throws IOException {
    compare(SAMPLE, AnnotatedFile.write(AnnotatedFile.sample()));
  }

  @Test
  void referencePageIsUpToDate() throws IOException {
    compare(PAGE, ReferencePage.write());
  }

  private static void compare(Path committed, String made) throws IOException {
    if (System.getProperty("posthorn.regenerate") != null) {
      Files.createDirectories(committed.toAbsolutePath().getParent());
      Files.writeString(committed, made);
    }
    assertEquals(
        made,
        Files.exists(committed) ? Files.readString(committed) : "",
        "run: ./mvnw -pl config test -Dposthorn.regenerate");
  }

  @Test
  void sampleReadsBackToTheDefaults(@TempDir Path dir) throws IOException {
    assertEquals(expectedIn(dir), read(dir, Files.readString(SAMPLE)));
  }

  @Test
  void theValuesInCommentsAreTheDefaults(@TempDir Path dir) throws IOException {
    String all =
        Files.readString(SAMPLE)
            .replaceAll("(?m)^#.*# an example$", "")
            .replaceAll("(?m)^#(\\[\\[|[a-z0-9-]+ = )", "$1");
    assertTrue(all.contains("\nmax-message-size = \"50MB\"\n"));
    assertEquals(expectedIn(dir), read(dir, all));
  }

  @Test
  void theExamplesAreGood(@TempDir Path dir) throws IOException {
    String examples = Files.readString(SAMPLE).replaceAll("(?m)^#(.*) {4}# an example$", "$1");
    PosthornConfig config = read(dir, examples);
    assertEquals("admin@example.org", config.server().postmaster().orElseThrow());
    assertEquals(2, config.dns().servers().size());
    assertEquals("*", config.outbound().routes().getFirst().domain());
    assertEquals(
        List.of(
            new DkimKeyConfig(
                "example.org", "202611", dir.resolve("dkim/example.org.202611.pem"), DkimUse.SIGN)),
        config.dkim().keys());
    assertFalse(config.limits().imap().connection().exemptNetworks().isEmpty());
  }

  private static PosthornConfig read(Path dir, String toml) throws IOException {
    Path tls = Files.createDirectories(dir.resolve("tls"));
    Files.writeString(tls.resolve("fullchain.pem"), "-----BEGIN CERTIFICATE-----");
    Files.writeString(tls.resolve("privkey.pem"), "-----BEGIN PRIVATE KEY-----");
    Path dkim = Files.createDirectories(dir.resolve("dkim"));
    Files.writeString(dkim.resolve("example.org.202611.pem"), "-----BEGIN PRIVATE KEY-----");
    Files.writeString(tls.resolve("authorities.pem"), "-----BEGIN CERTIFICATE-----");
    Path secrets = Files.createDirectories(dir.resolve("secrets"));
    for (String secret : List.of("relay", "redis", "sentinel", "mysql")) {
      Files.writeString(secrets.resolve(secret), "secret");
    }
    ReadResult result = ConfigReader.read(toml, dir.resolve("posthorn.toml"));
    assertInstanceOf(ReadResult.Ok.class, result, result.toString());
    return result.orThrow();
  }

  private static PosthornConfig expectedIn(Path dir) {
    PosthornConfig sample = AnnotatedFile.sample();
    var certificate = sample.tls().certificates().getFirst();
    var there =
        org.posthorn.config.CertificateConfig.of(
            dir.resolve(certificate.cert()), dir.resolve(certificate.key()));
    return sample.withTls(sample.tls().withCertificates(List.of(there)));
  }

  @Test
  void everySettingIsExplainedOnceAndWell() {
    Set<String> paths = new HashSet<>();
    for (Part<?> part : Schema.PARTS) {
      assertTrue(part.section().path().matches("[a-z0-9]+([.-][a-z0-9]+)*"));
      for (Setting<?, ?> setting : part.section().settings()) {
        String path = part.section().path() + "." + setting.name();
        assertTrue(paths.add(path), path + " is declared twice");
        assertTrue(setting.name().matches("[a-z0-9]+(-[a-z0-9]+)*"), path);
        assertTrue(setting.doc().matches("(?s)[A-Z`].*\\."), path + ": " + setting.doc());
        assertFalse(setting.required() && setting.example().isEmpty(), path + " needs an example");
      }
    }
  }
}
