-- In which shard an account's mail lies, where it does not lie beside the directory.

CREATE TABLE IF NOT EXISTS account_shard (
  account  BIGINT NOT NULL,
  shard    VARCHAR(64) NOT NULL,
  PRIMARY KEY (account)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE ${binary};
