package org.posthorn.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.server.cli.StoreAccess.Mode;

/// `account import`: ready hashes, passwords in the clear, and files with mistakes.
class AccountImportTest {
  @TempDir Path directory;

  private Path file(String content) throws IOException {
    return Files.writeString(directory.resolve("accounts.tsv"), content);
  }

  @ParameterizedTest
  @EnumSource
  void hashesOfAllKindsAndClearText(Mode mode) throws IOException {
    try (StoreAccess store = StoreAccess.open(directory.resolve("d"), mode)) {
      Path file =
          file(
              """
              # address, password, quota

              sha@example.org\t%s
              bcrypt@example.org\t%s\t5GB
              argon@example.org\t%s\tnone
              ssha@example.org\t%s
              scram@example.org\t%s
              clear@example.net\tin the clear\tdefault
              brace@example.net\t{PLAIN}{brace
              """
                  .formatted(
                      Hashes.SHA512_CRYPT,
                      Hashes.BCRYPT,
                      Hashes.ARGON2ID,
                      Hashes.SSHA512,
                      Hashes.SCRAM));
      Cli.Result result = store.run("account", "import", file.toString()).ok();
      assertEquals(
          "added domain example.net\nadded domain example.org\nimported 7 accounts\n",
          result.out());
      assertTrue(store.mayLogIn("sha@example.org", Hashes.SHA512_CRYPT_PASSWORD));
      assertTrue(store.mayLogIn("bcrypt@example.org", Hashes.BCRYPT_PASSWORD));
      assertTrue(store.mayLogIn("argon@example.org", Hashes.ARGON2ID_PASSWORD));
      assertTrue(store.mayLogIn("ssha@example.org", Hashes.SSHA512_PASSWORD));
      assertTrue(store.mayLogIn("scram@example.org", Hashes.SCRAM_PASSWORD));
      assertTrue(store.mayLogIn("clear@example.net", "in the clear"));
      assertTrue(store.mayLogIn("brace@example.net", "{brace"));
      assertFalse(store.mayLogIn("sha@example.org", "Hello world"));
      List<String> listed = store.run("account", "list").ok().lines();
      assertTrue(listed.contains("bcrypt@example.org\t0\t0 messages\tquota 5GB"));
      assertTrue(listed.contains("argon@example.org\t0\t0 messages\tquota none"));
    }
  }

  @Test
  void twentyThousandReadyHashes() throws IOException {
    try (StoreAccess store = StoreAccess.open(directory.resolve("d"), Mode.DAEMON)) {
      String lines =
          IntStream.range(0, 20_000)
              .mapToObj(i -> "u" + i + "@example.org\t" + Hashes.SHA512_CRYPT + "\n")
              .collect(Collectors.joining());
      store.run("account", "import", file(lines).toString()).ok();
      assertEquals(20_000, store.run("account", "list").ok().lines().size());
      assertTrue(store.mayLogIn("u19999@example.org", Hashes.SHA512_CRYPT_PASSWORD));
    }
  }

  @ParameterizedTest
  @EnumSource
  void allMistakesAreToldAndNothingIsImported(Mode mode) throws IOException {
    try (StoreAccess store = StoreAccess.open(directory.resolve("d"), mode)) {
      store.run("account", "add", "there@example.org", "--password", "x").ok();
      store.run("alias", "add", "alias@example.org", "there@example.org").ok();
      Path file =
          file(
              """
              good@example.org\tsecret
              good@example.org\tagain
              there@example.org\tsecret
              alias@example.org\tsecret
              bad\tsecret
              e vil@example.org\tsecret
              only@example.org secret
              many@example.org\tsecret\t5GB\tmore
              quota@example.org\tsecret\tlots
              hash@example.org\t{SHA512-CRYPT}nonsense-secret
              kind@example.org\t{MD5}nonsense-secret
              """);
      Cli.Result result = store.run("account", "import", file.toString()).exits(ExitCode.DATA);
      for (int line = 2; line <= 11; line++) {
        assertTrue(result.err().contains("line " + line + ": "), result.err());
      }
      assertFalse(result.err().contains("line 1: "), result.err());
      assertFalse(result.err().contains("secret"), result.err());
      assertTrue(result.err().endsWith("nothing was imported\n"), result.err());
      assertEquals(1, store.run("account", "list").ok().lines().size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void skipExistingGoesOn(Mode mode) throws IOException {
    try (StoreAccess store = StoreAccess.open(directory.resolve("d"), mode)) {
      store.run("account", "add", "a@example.org", "--password", "old").ok();
      Path file = file("a@example.org\tnew\nb@example.org\tnew\n");
      assertEquals(
          "imported 1 account\n",
          store.run("account", "import", file.toString(), "--skip-existing").ok().out());
      assertTrue(store.mayLogIn("a@example.org", "old"));
      assertTrue(store.mayLogIn("b@example.org", "new"));
    }
  }

  @Test
  void missingFile() throws IOException {
    try (StoreAccess store = StoreAccess.open(directory.resolve("d"), Mode.DIRECT)) {
      Cli.Result result = store.run("account", "import", directory.resolve("none").toString());
      assertTrue(result.exits(ExitCode.NO_INPUT).err().contains("no such file"), result.err());
    }
  }
}
