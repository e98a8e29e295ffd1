package org.posthorn.config.read;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.config.read.ReadResult.Failed;

/// Fuzz target: whatever stands in a file, it is a configuration or a list of what is wrong.
class ConfigFuzzTest {
  static Stream<byte[]> seeds() {
    return Stream.of(
            "[server]\nhostname = \"mx.example.org\"\ndata-dir = \"/x\"\n",
            "[[listener]]\nprotocol = \"imap\"\naddress = \"::1\"\nport = 143\ntls = \"starttls\"\n",
            "[limits.smtp]\nmax-message-size = \"50MB\"\n[storage]\nundelete-window = \"7d\"\n",
            "a.b = 1979-05-27T07:32:00Z\nc = [1, \"x\", {d = 1e9}]\n\"\" = '''\ny'''\n")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void isReadOrRefused(byte[] file) {
    String text = new String(file, StandardCharsets.UTF_8);
    if (ConfigReader.read(text, Path.of("posthorn.toml")) instanceof Failed failed) {
      assertFalse(failed.problems().isEmpty());
    }
  }
}
