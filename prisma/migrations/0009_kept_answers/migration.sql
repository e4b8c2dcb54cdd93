-- A kept answer that tells of a user goes with them.

ALTER TABLE idempotency_keys ADD COLUMN site_user_id BIGINT;
CREATE INDEX idempotency_keys_account_id_site_user_id_idx ON idempotency_keys (account_id, site_user_id);
