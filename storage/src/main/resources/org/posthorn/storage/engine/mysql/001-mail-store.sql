-- The whole mail store. Times are microseconds since 1970 (UTC) in BIGINT, so that they read the
-- same on every server; what "absent" means is NULL. docs/schema.md explains the tables.

CREATE TABLE IF NOT EXISTS scope_lock (
  kind     VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  number   BIGINT NOT NULL,
  version  BIGINT NOT NULL,
  PRIMARY KEY (kind, number)
) ENGINE=InnoDB COMMENT 'what transactions lock';

CREATE TABLE IF NOT EXISTS commit_token (
  made_at  BIGINT NOT NULL,
  token    BIGINT NOT NULL,
  PRIMARY KEY (made_at, token)
) ENGINE=InnoDB COMMENT 'one for each commit of the last hour';

CREATE TABLE IF NOT EXISTS meta (
  name   VARCHAR(100) NOT NULL,
  value  VARCHAR(1000) NOT NULL,
  PRIMARY KEY (name)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE ${binary} COMMENT 'format and id of the store';

CREATE TABLE IF NOT EXISTS account (
  id                 BIGINT NOT NULL,
  login              VARCHAR(320) NOT NULL,
  state              VARCHAR(20) NOT NULL,
  quota              BIGINT NOT NULL COMMENT 'bytes',
  used_bytes         BIGINT NOT NULL,
  used_messages      BIGINT NOT NULL,
  changes            BIGINT NOT NULL COMMENT 'the last mod-sequence',
  last_uid_validity  BIGINT NOT NULL,
  created_at         BIGINT NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE ${binary};

CREATE TABLE IF NOT EXISTS domain (
  name        VARCHAR(255) NOT NULL,
  alias_of    VARCHAR(255) NULL,
  created_at  BIGINT NOT NULL,
  PRIMARY KEY (name)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE ${binary};

CREATE TABLE IF NOT EXISTS address (
  domain   VARCHAR(255) NOT NULL,
  local    VARCHAR(255) NOT NULL,
  account  BIGINT NOT NULL,
  PRIMARY KEY (domain, local),
  KEY by_account (account)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE ${binary};

CREATE TABLE IF NOT EXISTS alias (
  domain  VARCHAR(255) NOT NULL,
  local   VARCHAR(192) NOT NULL,
  target  VARCHAR(320) NOT NULL,
  kind    VARCHAR(20) NOT NULL,
  PRIMARY KEY (domain, local, target),
  KEY by_target (target)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE ${binary};

CREATE TABLE IF NOT EXISTS credential (
  account     BIGINT NOT NULL,
  id          BIGINT NOT NULL,
  kind        VARCHAR(30) NOT NULL,
  secret      VARCHAR(2000) NOT NULL COMMENT 'a hash, never a password',
  label       VARCHAR(255) NOT NULL,
  protocols   INT NOT NULL COMMENT 'a bit for each protocol',
  expires_at  BIGINT NULL,
  created_at  BIGINT NOT NULL,
  PRIMARY KEY (account, id)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE ${binary};

CREATE TABLE IF NOT EXISTS mailbox (
  account         BIGINT NOT NULL,
  id              BIGINT NOT NULL,
  parent          BIGINT NOT NULL COMMENT '0 at the top',
  leaf            VARCHAR(255) NOT NULL COMMENT 'its name below the parent',
  state           VARCHAR(20) NOT NULL,
  uid_validity    BIGINT NOT NULL,
  uid_next        BIGINT NOT NULL,
  messages        BIGINT NOT NULL,
  unseen          BIGINT NOT NULL,
  deleted         BIGINT NOT NULL,
  recent          BIGINT NOT NULL,
  size            BIGINT NOT NULL,
  highest_modseq  BIGINT NOT NULL,
  vanished_floor  BIGINT NOT NULL,
  recent_floor    BIGINT NOT NULL,
  special_use     VARCHAR(20) NULL,
  keywords        MEDIUMTEXT NOT NULL COMMENT 'the words of the bits in message.keywords',
  PRIMARY KEY (account, id),
  UNIQUE KEY by_name (account, parent, leaf)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE ${binary};

CREATE TABLE IF NOT EXISTS message (
  account        BIGINT NOT NULL,
  mailbox        BIGINT NOT NULL,
  uid            INT UNSIGNED NOT NULL,
  modseq         BIGINT NOT NULL,
  flags          INT NOT NULL COMMENT 'a bit for each system flag',
  keywords       VARBINARY(255) NOT NULL,
  internal_date  BIGINT NOT NULL,
  save_date      BIGINT NOT NULL,
  email          BIGINT NOT NULL,
  size           BIGINT NOT NULL,
  PRIMARY KEY (mailbox, uid),
  KEY by_modseq (mailbox, modseq)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE ${binary} COMMENT 'a message in a mailbox';

CREATE TABLE IF NOT EXISTS email (
  account      BIGINT NOT NULL,
  id           BIGINT NOT NULL,
  `blob`       BINARY(32) NOT NULL COMMENT 'SHA-256 of the body',
  prefix       MEDIUMBLOB NOT NULL COMMENT 'header fields put in front of the body',
  body_size    BIGINT NOT NULL,
  received_at  BIGINT NOT NULL,
  refs         INT NOT NULL COMMENT 'messages that are this email',
  orphaned_at  BIGINT NULL,
  PRIMARY KEY (account, id)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE ${binary} COMMENT 'what an account received';

CREATE TABLE IF NOT EXISTS expunged (
  account      BIGINT NOT NULL,
  mailbox      BIGINT NOT NULL,
  modseq       BIGINT NOT NULL,
  uid          INT UNSIGNED NOT NULL,
  email        BIGINT NOT NULL,
  expunged_at  BIGINT NOT NULL,
  PRIMARY KEY (mailbox, modseq, uid)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE ${binary};

CREATE TABLE IF NOT EXISTS subscription (
  account  BIGINT NOT NULL,
  name     VARCHAR(700) NOT NULL,
  PRIMARY KEY (account, name)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE ${binary};

CREATE TABLE IF NOT EXISTS email_purge (
  orphaned_at  BIGINT NOT NULL,
  account      BIGINT NOT NULL,
  email        BIGINT NOT NULL,
  PRIMARY KEY (orphaned_at, account, email)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE ${binary};

CREATE TABLE IF NOT EXISTS `blob` (
  hash        BINARY(32) NOT NULL,
  size        BIGINT NOT NULL,
  dead_since  BIGINT NULL,
  PRIMARY KEY (hash)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE ${binary} COMMENT 'each body once';

CREATE TABLE IF NOT EXISTS blob_link (
  hash   BINARY(32) NOT NULL,
  kind   VARCHAR(20) NOT NULL,
  owner  BIGINT NOT NULL,
  PRIMARY KEY (hash, kind, owner)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE ${binary} COMMENT 'who uses a body';

CREATE TABLE IF NOT EXISTS blob_sweep (
  due_at  BIGINT NOT NULL,
  hash    BINARY(32) NOT NULL,
  PRIMARY KEY (due_at, hash)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE ${binary};

CREATE TABLE IF NOT EXISTS structure (
  hash     BINARY(32) NOT NULL,
  parser   INT NOT NULL,
  encoded  MEDIUMBLOB NOT NULL,
  PRIMARY KEY (hash)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE ${binary} COMMENT 'envelope and MIME tree of a body';

CREATE TABLE IF NOT EXISTS body (
  hash   BINARY(32) NOT NULL,
  piece  INT NOT NULL,
  total  BIGINT NOT NULL COMMENT 'bytes of all pieces',
  bytes  MEDIUMBLOB NOT NULL,
  PRIMARY KEY (hash, piece)
) ENGINE=InnoDB COMMENT 'stored form of bodies, in pieces of 1 MB';

CREATE TABLE IF NOT EXISTS queue_entry (
  part        INT NOT NULL,
  id          BIGINT NOT NULL,
  `blob`      BINARY(32) NOT NULL,
  prefix      MEDIUMBLOB NOT NULL,
  sender      VARCHAR(800) NOT NULL,
  recipient   VARCHAR(320) NOT NULL,
  envelope    BLOB NOT NULL,
  attempts    INT NOT NULL,
  queued_at   BIGINT NOT NULL,
  due_at      BIGINT NOT NULL,
  token       BIGINT NOT NULL,
  last_error  TEXT NULL,
  kind        VARCHAR(20) NOT NULL DEFAULT 'LOCAL',
  account     BIGINT NULL,
  destination VARCHAR(255) NOT NULL DEFAULT '',
  message     BIGINT NOT NULL DEFAULT 0,
  name        VARCHAR(255) NOT NULL DEFAULT '',
  priority    INT NOT NULL DEFAULT 0,
  state       VARCHAR(20) NOT NULL DEFAULT 'WAITING',
  expires_at  BIGINT NOT NULL DEFAULT 253370764800000000,
  warn_at     BIGINT NOT NULL DEFAULT 253370764800000000,
  size        BIGINT NOT NULL DEFAULT 0,
  returned    BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (part, id),
  KEY by_due (part, due_at),
  KEY by_destination (part, destination, due_at)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE ${binary};

CREATE TABLE IF NOT EXISTS queue_partition (
  part        INT NOT NULL,
  entries     BIGINT NOT NULL,
  last_token  BIGINT NOT NULL,
  held        BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (part)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE ${binary};

CREATE TABLE IF NOT EXISTS state (
  kind        VARCHAR(64) NOT NULL,
  name        VARCHAR(512) NOT NULL,
  value       MEDIUMBLOB NOT NULL,
  expires_at  BIGINT NOT NULL,
  PRIMARY KEY (kind, name),
  KEY by_expiry (expires_at)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE ${binary} COMMENT 'small facts with an end';

CREATE TABLE IF NOT EXISTS job (
  account     BIGINT NOT NULL,
  id          BIGINT NOT NULL,
  kind        VARCHAR(30) NOT NULL,
  source      BIGINT NULL,
  target      BIGINT NULL,
  uids        MEDIUMBLOB NOT NULL,
  created_at  BIGINT NOT NULL,
  PRIMARY KEY (account, id)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE ${binary} COMMENT 'long changes that are under way';
