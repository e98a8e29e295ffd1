package org.posthorn.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthorn.server.cli.StoreAccess.Mode;

/// `domain`, `account`, `alias`: each with a daemon on the store and without.
class StoreCommandsTest {
  @TempDir Path data;

  @ParameterizedTest
  @EnumSource
  void domains(Mode mode) throws IOException {
    try (StoreAccess store = StoreAccess.open(data.resolve("d"), mode)) {
      assertEquals("added example.org\n", store.run("domain", "add", "example.org").ok().out());
      store.run("domain", "add", "example.net", "--alias-of", "example.org").ok();
      assertEquals(
          "example.net\talias of example.org\nexample.org\n",
          store.run("domain", "list").ok().out());
      store.run("domain", "add", "example.org").exits(ExitCode.CANT_CREATE);
      store.run("domain", "add", "no domain").exits(ExitCode.DATA);
      store.run("domain", "remove", "example.com").exits(ExitCode.NO_USER);
      store.run("domain", "remove", "example.org").exits(ExitCode.NO_PERMISSION);
      store.run("domain", "remove", "example.net").ok();
      store.run("domain", "remove", "example.org").ok();
      assertEquals("", store.run("domain", "list").ok().out());
    }
  }

  @ParameterizedTest
  @EnumSource
  void accounts(Mode mode) throws IOException {
    try (StoreAccess store = StoreAccess.open(data.resolve("d"), mode)) {
      Cli.Result added = store.run("account", "add", "Eve@Example.org", "--password", "one").ok();
      assertEquals("added domain example.org\nadded eve@example.org\n", added.out());
      store.run("account", "add", "eve@example.org", "--password", "x").exits(ExitCode.CANT_CREATE);
      store.run("account", "add", "eve", "--password", "x").exits(ExitCode.USAGE);
      store.run("account", "add", "joe@example.org", "--password", "").exits(ExitCode.DATA);
      store
          .run("account", "add", "joe@example.org", "--password", "x", "--quota", "lots")
          .exits(ExitCode.USAGE);
      assertTrue(store.mayLogIn("eve@example.org", "one"));

      store.run("account", "password", "eve@example.org", "--password", "two").ok();
      assertFalse(store.mayLogIn("eve@example.org", "one"));
      assertTrue(store.mayLogIn("eve@example.org", "two"));

      store.run("account", "disable", "eve@example.org").ok();
      assertFalse(store.mayLogIn("eve@example.org", "two"));
      assertTrue(store.run("account", "list").ok().out().endsWith("\tdisabled\n"));
      store.run("account", "enable", "eve@example.org").ok();
      assertTrue(store.mayLogIn("eve@example.org", "two"));

      store.run("account", "remove", "eve@example.org").ok();
      assertFalse(store.mayLogIn("eve@example.org", "two"));
      store.run("account", "remove", "eve@example.org").exits(ExitCode.NO_USER);
      store
          .run("account", "password", "eve@example.org", "--password", "x")
          .exits(ExitCode.NO_USER);
      assertEquals("", store.run("account", "list").ok().out());
    }
  }

  @ParameterizedTest
  @EnumSource
  void quotas(Mode mode) throws IOException {
    try (StoreAccess store = StoreAccess.open(data.resolve("d"), mode)) {
      store.run("account", "add", "eve@example.org", "--password", "x", "--quota", "5GB").ok();
      assertQuota(store, "5GB");
      store.run("account", "quota", "eve@example.org", "300MB").ok();
      assertQuota(store, "300MB");
      store.run("account", "quota", "eve@example.org", "none").ok();
      assertQuota(store, "none");
      store.run("account", "quota", "eve@example.org", "default").ok();
      assertQuota(store, "default");
      store.run("account", "quota", "eve@example.org", "-5").exits(ExitCode.USAGE);
      store.run("account", "quota", "joe@example.org", "5GB").exits(ExitCode.NO_USER);
      assertQuota(store, "default");
    }
  }

  private static void assertQuota(StoreAccess store, String expected) {
    String line = store.run("account", "list").ok().out();
    assertEquals("eve@example.org\t0\t0 messages\tquota " + expected + "\n", line);
  }

  @ParameterizedTest
  @EnumSource
  void aliases(Mode mode) throws IOException {
    try (StoreAccess store = StoreAccess.open(data.resolve("d"), mode)) {
      store.run("account", "add", "eve@example.org", "--password", "x").ok();
      store
          .run("alias", "add", "sales@example.org", "eve@example.org", "joe@elsewhere.example")
          .ok();
      store.run("alias", "add", "*@example.org", "eve@example.org").ok();
      assertEquals(
          "*@example.org\teve@example.org\n"
              + "sales@example.org\teve@example.org, joe@elsewhere.example\n",
          store.run("alias", "list").ok().out());
      store.run("alias", "add", "eve@example.org", "joe@example.org").exits(ExitCode.CANT_CREATE);
      store.run("alias", "add", "a@unknown.example", "eve@example.org").exits(ExitCode.NO_USER);
      store.run("alias", "remove", "sales@example.org", "--target", "joe@elsewhere.example").ok();
      store.run("alias", "remove", "*@example.org").ok();
      assertEquals("sales@example.org\teve@example.org\n", store.run("alias", "list").ok().out());
      store.run("alias", "remove", "other@example.org").exits(ExitCode.NO_USER);
    }
  }

  @ParameterizedTest
  @EnumSource
  void passwordsComeFromStandardInput(Mode mode) throws IOException {
    try (StoreAccess store = StoreAccess.open(data.resolve("d"), mode)) {
      withInput("pass wörd \nsecond line\n", () -> store.run("account", "add", "e@example.org"))
          .ok();
      assertTrue(store.mayLogIn("e@example.org", "pass wörd "));
      withInput("", () -> store.run("account", "password", "e@example.org"))
          .exits(ExitCode.NO_INPUT);
      assertTrue(store.mayLogIn("e@example.org", "pass wörd "));
    }
  }

  /// Runs a command with another standard input.
  private static Cli.Result withInput(
      String input, java.util.function.Supplier<Cli.Result> command) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return command.get();
    } finally {
      System.setIn(before);
    }
  }
}
