package org.posthorn.storage.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.Protocol;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

class StoredDirectoryTest {
  private static final InetAddress CLIENT = InetAddress.getLoopbackAddress();

  private final StorageFixture fixture = StorageFixture.chosen();
  private final Directory directory = fixture.directory();
  private final DirectoryAdmin admin = fixture.mail().directoryAdmin();

  @AfterEach
  void close() {
    fixture.close();
  }

  private static MailAddress address(String text) {
    return MailAddress.parse(text).orElseThrow();
  }

  private AuthResult login(String name, String password) {
    return directory.authenticate(name, password, Protocol.IMAP, CLIENT);
  }

  private static Resolution.Found found(AccountId account, String detail) {
    return new Resolution.Found(List.of(new Resolution.Target(account, detail)), List.of());
  }

  @Test
  void loginByAddressInAnyCase() {
    AuthResult result = login("Alice@Example.TEST", "pass");
    assertEquals(
        new AuthResult.Success(new Principal(fixture.alice(), "alice@example.test")), result);
    assertEquals(result, login("alice@example.test", "pass"));
  }

  @Test
  void wrongNamesAndPasswordsAreBad() {
    AuthResult bad = new AuthResult.BadCredentials();
    assertEquals(bad, login("alice@example.test", "wrong"));
    assertEquals(bad, login("nobody@example.test", "pass"));
    assertEquals(bad, login("alice", "pass"));
    assertEquals(bad, login("alice+x@example.test", "pass"));
  }

  @Test
  void changedPasswordCountsAtOnce() {
    assertInstanceOf(AuthResult.Success.class, login("alice@example.test", "pass"));
    admin.setPassword(address("alice@example.test"), admin.hash("new"));
    assertInstanceOf(AuthResult.BadCredentials.class, login("alice@example.test", "pass"));
    assertInstanceOf(AuthResult.Success.class, login("alice@example.test", "new"));
    assertInstanceOf(AuthResult.Success.class, login("bob@example.test", "pass"));
  }

  @Test
  void disabledAccountTakesNothing() {
    admin.setEnabled(address("alice@example.test"), false);
    assertInstanceOf(AuthResult.NotAllowed.class, login("alice@example.test", "pass"));
    assertInstanceOf(AuthResult.BadCredentials.class, login("alice@example.test", "wrong"));
    assertEquals(new Resolution.Disabled(), directory.resolve(address("alice@example.test")));
    admin.setEnabled(address("alice@example.test"), true);
    assertInstanceOf(AuthResult.Success.class, login("alice@example.test", "pass"));
  }

  @Test
  void appPasswordIsForItsProtocolsAndTime() {
    admin.addAppPassword(
        address("alice@example.test"),
        admin.hash("apppass"),
        "phone",
        List.of(Protocol.IMAP),
        Optional.empty());
    admin.addAppPassword(
        address("alice@example.test"),
        admin.hash("old"),
        "old",
        List.of(),
        Optional.of(Instant.EPOCH));
    assertInstanceOf(AuthResult.Success.class, login("alice@example.test", "apppass"));
    assertInstanceOf(
        AuthResult.NotAllowed.class,
        directory.authenticate("alice@example.test", "apppass", Protocol.POP3, CLIENT));
    assertInstanceOf(AuthResult.NotAllowed.class, login("alice@example.test", "old"));
    admin.removeAppPassword(address("alice@example.test"), "phone");
    assertInstanceOf(AuthResult.BadCredentials.class, login("alice@example.test", "apppass"));
    assertInstanceOf(AuthResult.Success.class, login("alice@example.test", "pass"));
  }

  @Test
  void scramKeysProveThePassword() {
    ScramCredential keys =
        directory.scram("alice@example.test", ScramHash.SHA_256, Protocol.IMAP).orElseThrow();
    assertEquals(fixture.alice(), keys.principal().account());
    ScramKeys made = ScramKeys.derive(ScramHash.SHA_256, "pass", keys.salt(), keys.iterations());
    assertEquals(
        java.util.HexFormat.of().formatHex(made.storedKey()),
        java.util.HexFormat.of().formatHex(keys.storedKey()));
    assertTrue(directory.scram("nobody@example.test", ScramHash.SHA_256, Protocol.IMAP).isEmpty());
  }

  @Test
  void addressesResolve() {
    assertEquals(found(fixture.alice(), ""), directory.resolve(address("alice@example.test")));
    assertEquals(
        found(fixture.alice(), "lists"), directory.resolve(address("alice+lists@example.test")));
    assertEquals(new Resolution.NoSuchUser(), directory.resolve(address("carol@example.test")));
    assertEquals(new Resolution.NotLocal(), directory.resolve(address("alice@elsewhere.test")));
    assertTrue(directory.isLocalDomain("EXAMPLE.test."));
    assertFalse(directory.isLocalDomain("elsewhere.test"));
  }

  @Test
  void aliasesFanOutAndLoopsEnd() {
    admin.addAlias(
        address("team@example.test"),
        List.of(
            address("alice@example.test"),
            address("loop@example.test"),
            address("out@elsewhere.test")));
    admin.addAlias(
        address("loop@example.test"),
        List.of(address("team@example.test"), address("bob@example.test")));
    assertEquals(
        new Resolution.Found(
            List.of(
                new Resolution.Target(fixture.alice(), ""),
                new Resolution.Target(fixture.bob(), "")),
            List.of(address("out@elsewhere.test"))),
        directory.resolve(address("team+x@example.test")));
    assertFalse(directory.maySendAs(fixture.alice(), address("team@example.test")));

    admin.removeAlias(address("team@example.test"), Optional.empty());
    assertEquals(new Resolution.NoSuchUser(), directory.resolve(address("team@example.test")));
  }

  @Test
  void aliasToOneIsALoginAndASender() {
    admin.addAlias(address("al@example.test"), List.of(address("alice@example.test")));
    assertInstanceOf(AuthResult.Success.class, login("al@example.test", "pass"));
    assertTrue(directory.maySendAs(fixture.alice(), address("al@example.test")));
    assertTrue(directory.maySendAs(fixture.alice(), address("alice+x@example.test")));
    assertFalse(directory.maySendAs(fixture.bob(), address("al@example.test")));
    assertFalse(directory.maySendAs(fixture.alice(), address("al@elsewhere.test")));
  }

  @Test
  void domainAliasAndCatchAll() {
    admin.addDomain("alias.test", Optional.of("example.test"));
    assertEquals(found(fixture.bob(), ""), directory.resolve(address("bob@alias.test")));
    assertInstanceOf(AuthResult.Success.class, login("bob@alias.test", "pass"));
    admin.addAlias(address("*@example.test"), List.of(address("bob@example.test")));
    assertEquals(found(fixture.bob(), ""), directory.resolve(address("whoever@alias.test")));
    assertInstanceOf(AuthResult.BadCredentials.class, login("whoever@example.test", "pass"));
  }

  @Test
  void secondAddressAndRemovals() {
    admin.addAddress(address("alice@example.test"), address("alicia@example.test"));
    assertEquals(found(fixture.alice(), ""), directory.resolve(address("alicia@example.test")));
    admin.removeAddress(address("alice@example.test"));
    assertEquals(
        new AuthResult.Success(new Principal(fixture.alice(), "alicia@example.test")),
        login("alicia@example.test", "pass"));
    assertInstanceOf(
        StorageError.Denied.class,
        assertThrows(
                StorageException.class, () -> admin.removeAddress(address("alicia@example.test")))
            .error());
    assertInstanceOf(
        StorageError.Denied.class,
        assertThrows(StorageException.class, () -> admin.removeDomain("example.test")).error());
  }

  @Test
  void manyAccountsAtOnce() {
    List<NewCredential> credentials = admin.hash("pass");
    List<NewAccount> accounts =
        java.util.stream.IntStream.range(0, 120)
            .mapToObj(i -> new NewAccount(address("u" + i + "@example.test"), credentials, -1))
            .toList();
    List<AccountId> ids = admin.addAccounts(accounts);
    assertEquals(120, ids.size());
    assertEquals(122, admin.accounts().size());
    assertEquals(
        new AuthResult.Success(new Principal(ids.get(119), "u119@example.test")),
        login("u119@example.test", "pass"));
    assertEquals(
        6, fixture.mailboxes().list(StorageFixture.actor(ids.get(60)), ids.get(60)).size());
  }
}
