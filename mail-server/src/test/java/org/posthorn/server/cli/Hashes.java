package org.posthorn.server.cli;

/// Password hashes that other programs made: crypt(3), argon2(1), the test vectors of bcrypt, and
/// RFC 7677 §3.
final class Hashes {
  static final String SHA512_CRYPT_PASSWORD = "Hello world!";
  static final String SHA512_CRYPT =
      "{SHA512-CRYPT}$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI"
          + "68u4OTLiBFdcbYEdFCoEOfaS35inz1";
  static final String BCRYPT_PASSWORD = "U*U";
  static final String BCRYPT =
      "{BCRYPT}$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
  static final String ARGON2ID_PASSWORD = "password";
  static final String ARGON2ID =
      "{ARGON2ID}$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$"
          + "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
  static final String SSHA512_PASSWORD = "secret";
  static final String SSHA512 =
      "{SSHA512}iWwx8naQWtJKIoYOgnIUnOjDVRc/KB/avnmg7rvibFhiLlylVmd8s/TomzyG"
          + "qQwBOpJzU5z2YBupYIJWW8egvDEyMzQ1Njc4";
  static final String SCRAM_PASSWORD = "pencil";
  static final String SCRAM =
      "{SCRAM-SHA-256}4096,W22ZaJ0SNY7soEsUEjb6gQ==,"
          + "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=,"
          + "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";

  private Hashes() {}
}
