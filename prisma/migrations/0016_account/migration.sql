-- The page that people have of their own at a site: a session in their browser, a new address, an account that is to be deleted.

-- When and how the visitor last proved who they are. What was begun before counts from its beginning.
ALTER TABLE sessions
  ADD COLUMN proved_at timestamptz(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ADD COLUMN proved_by text,
  ADD COLUMN second_factor boolean NOT NULL DEFAULT false;
UPDATE sessions SET proved_at = created_at;

-- Whoever wants to be deleted is blocked at once, and gone at this time.
ALTER TABLE site_users
  ADD COLUMN deletion_due_at timestamptz(6),
  ADD CONSTRAINT site_users_deletion_blocks CHECK (deletion_due_at IS NULL OR blocked_at IS NOT NULL);
CREATE INDEX site_users_deletion_due_at_idx ON site_users (deletion_due_at) WHERE deletion_due_at IS NOT NULL;

CREATE TABLE email_changes (
  id bigint NOT NULL,
  account_id bigint NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
  site_id bigint NOT NULL DEFAULT (current_setting('app.site_id'::text))::bigint,
  site_user_id bigint NOT NULL,
  old_email_canonical text NOT NULL,
  email text NOT NULL,
  email_canonical text NOT NULL,
  token_hash bytea,
  code_mac bytea,
  guesses integer NOT NULL DEFAULT 0,
  created_at timestamptz(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at timestamptz(6) NOT NULL,
  used_at timestamptz(6),
  CONSTRAINT email_changes_pkey PRIMARY KEY (id),
  CONSTRAINT email_changes_account_id_site_id_fkey FOREIGN KEY (account_id, site_id) REFERENCES sites (account_id, id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT email_changes_account_id_site_id_site_user_id_fkey FOREIGN KEY (account_id, site_id, site_user_id)
    REFERENCES site_users (account_id, site_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX email_changes_token_hash_key ON email_changes (token_hash);
CREATE INDEX email_changes_account_id_site_id_site_user_id_created_at_idx ON email_changes (account_id, site_id, site_user_id, created_at);
