package org.posthorn.storage.directory;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.View;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.Protocol;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.AccountRow;
import org.posthorn.storage.schema.CredentialRow;
import org.posthorn.storage.schema.DomainRow;

/// The [Directory] in the store. Answers come from memory until the directory changes. Thread-safe.
public final class StoredDirectory implements Directory, AutoCloseable {
  private final DirectoryCache cache;
  private final VerifiedPasswords passwords;
  private final Optional<Character> separator;
  private final Clock clock;

  /// A hash that nobody's password fits: what a wrong name is checked against.
  private final String decoy;

  StoredDirectory(
      DirectoryCache cache,
      PasswordHasher hasher,
      AuthenticationOptions options,
      Optional<Character> separator,
      Clock clock,
      MeterRegistry registry) {
    this.cache = cache;
    this.passwords = new VerifiedPasswords(hasher, options, registry);
    this.separator = separator;
    this.clock = clock;
    this.decoy = hasher.decoy();
  }

  private record ResolveQuestion(MailAddress address) {}

  private record LoginQuestion(MailAddress address) {}

  private record DomainQuestion(String domain) {}

  /// Who a login name means, and how they may prove it.
  private record Login(AccountRow account, List<CredentialRow> credentials) {}

  /// The answer to a [LoginQuestion].
  private record LoginAnswer(Optional<Login> login) {}

  @Override
  public AuthResult authenticate(
      String login, String password, Protocol protocol, InetAddress from) {
    try {
      Optional<Login> found = find(login);
      if (found.isEmpty()) {
        passwords.verify(decoy, password);
        return new AuthResult.BadCredentials();
      }
      return authenticate(found.get(), password, protocol);
    } catch (RejectedExecutionException _) {
      return new AuthResult.Unavailable("too many logins at once");
    } catch (StorageException failure) {
      return new AuthResult.Unavailable(failure.error().message());
    }
  }

  private AuthResult authenticate(Login login, String password, Protocol protocol) {
    AuthResult answer = new AuthResult.BadCredentials();
    List<CredentialRow> candidates = candidates(login);
    if (candidates.isEmpty()) {
      passwords.verify(decoy, password);
    }
    for (CredentialRow credential : candidates) {
      if (passwords.verify(credential.secret(), password)) {
        Optional<String> refusal = refusal(login.account, credential, protocol);
        if (refusal.isEmpty()) {
          return new AuthResult.Success(principal(login.account));
        }
        answer = new AuthResult.NotAllowed(refusal.get());
      }
    }
    return answer;
  }

  /// Hashes of passwords; where an account has only SCRAM keys, those: they prove a password too.
  private static List<CredentialRow> candidates(Login login) {
    List<CredentialRow> hashes =
        login.credentials.stream().filter(c -> c.kind() == CredentialRow.Kind.PASSWORD).toList();
    return hashes.isEmpty() ? login.credentials : hashes;
  }

  private Optional<String> refusal(
      AccountRow account, CredentialRow credential, Protocol protocol) {
    if (account.state() != AccountRow.State.ENABLED) {
      return Optional.of("the account is disabled");
    }
    if (credential.expiresAt().isPresent()
        && !clock.instant().isBefore(credential.expiresAt().get())) {
      return Optional.of("the password has expired");
    }
    return ProtocolBits.has(credential.protocols(), protocol)
        ? Optional.empty()
        : Optional.of("the password is not for this protocol");
  }

  private static Principal principal(AccountRow account) {
    return new Principal(account.id(), account.login());
  }

  private Optional<Login> find(String name) {
    Optional<MailAddress> address = MailAddress.parse(name);
    if (address.isEmpty()) {
      return Optional.empty();
    }
    return cache.get(
            new LoginQuestion(address.get()),
            LoginAnswer.class,
            view -> new LoginAnswer(read(view, address.get())))
        .login;
  }

  private static Optional<Login> read(View view, MailAddress address) {
    return LoginNames.account(view, address)
        .flatMap(id -> view.get(AccountRow.TABLE, id))
        .filter(account -> account.state() != AccountRow.State.REMOVED)
        .map(
            account ->
                new Login(account, view.scan(CredentialRow.TABLE, KeyRange.prefix(account.id()))));
  }

  @Override
  public Optional<ScramCredential> scram(String login, ScramHash hash, Protocol protocol) {
    CredentialRow.Kind kind =
        switch (hash) {
          case SHA_1 -> CredentialRow.Kind.SCRAM_SHA_1;
          case SHA_256 -> CredentialRow.Kind.SCRAM_SHA_256;
        };
    return find(login)
        .flatMap(
            found ->
                found.credentials.stream()
                    .filter(c -> c.kind() == kind)
                    .filter(c -> refusal(found.account, c, protocol).isEmpty())
                    .findFirst()
                    .map(c -> scram(found.account, c)));
  }

  private static ScramCredential scram(AccountRow account, CredentialRow credential) {
    String secret = credential.secret();
    ScramKeys keys = ScramKeys.parse(secret.substring(secret.indexOf('}') + 1));
    return new ScramCredential(
        principal(account), keys.salt(), keys.rounds(), keys.storedKey(), keys.serverKey());
  }

  @Override
  public Resolution resolve(MailAddress address) {
    return cache.get(
        new ResolveQuestion(address),
        Resolution.class,
        view -> new AddressResolver(view, separator, true).resolve(address));
  }

  @Override
  public boolean isLocalDomain(String domain) {
    String name = MailAddress.normaliseDomain(domain);
    return cache.get(
        new DomainQuestion(name),
        Boolean.class,
        view -> view.get(DomainRow.TABLE, name).isPresent());
  }

  @Override
  public boolean maySendAs(AccountId account, MailAddress sender) {
    return resolve(sender) instanceof Resolution.Found(var accounts, var remote)
        && remote.isEmpty()
        && accounts.size() == 1
        && accounts.getFirst().account().equals(account);
  }

  /// Ends the pool that checks passwords.
  @Override
  public void close() {
    passwords.close();
  }
}
