-- What the dashboard needs: operators' sessions, links and attempts; rotated secrets, blocked users, and a search that does not scan.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

ALTER TABLE operators
    ADD COLUMN session_version INTEGER NOT NULL DEFAULT 1,
    ADD COLUMN last_sign_in_at TIMESTAMPTZ(6);
CREATE UNIQUE INDEX operators_account_id_id_key ON operators (account_id, id);

CREATE TYPE operator_link_purpose AS ENUM ('invitation', 'reset_password');

-- A one-time link that was mailed to a person: an invitation into an account, or to an operator's new password.
CREATE TABLE operator_links (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    purpose operator_link_purpose NOT NULL,
    operator_id BIGINT,
    invited_by TEXT,
    email TEXT NOT NULL,
    email_canonical TEXT NOT NULL,
    token_hash BYTEA NOT NULL,
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    expires_at TIMESTAMPTZ(6) NOT NULL,
    used_at TIMESTAMPTZ(6),
    CONSTRAINT operator_links_pkey PRIMARY KEY (id),
    CONSTRAINT operator_links_account_id_fkey
        FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT operator_links_account_id_operator_id_fkey
        FOREIGN KEY (account_id, operator_id) REFERENCES operators (account_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX operator_links_token_hash_key ON operator_links (token_hash);
CREATE INDEX operator_links_account_id_created_at_idx ON operator_links (account_id, created_at);

-- Attempts at operators' credentials per key and window. Nobody knows yet whose account it is.
CREATE TABLE operator_attempts (
    key BYTEA NOT NULL,
    count INTEGER NOT NULL,
    window_ends_at TIMESTAMPTZ(6) NOT NULL,
    CONSTRAINT operator_attempts_pkey PRIMARY KEY (key)
);
CREATE INDEX operator_attempts_window_ends_at_idx ON operator_attempts (window_ends_at);

ALTER TABLE api_tokens
    ADD COLUMN created_by TEXT,
    ADD COLUMN last_used_at TIMESTAMPTZ(6);

ALTER TABLE sites
    ADD COLUMN previous_secret_hash BYTEA,
    ADD COLUMN previous_secret_until TIMESTAMPTZ(6);

ALTER TABLE site_users ADD COLUMN blocked_at TIMESTAMPTZ(6);
CREATE INDEX site_users_email_trgm ON site_users USING GIN (email_canonical gin_trgm_ops);
CREATE INDEX site_users_name_trgm ON site_users USING GIN (name gin_trgm_ops);

-- A mail without a site is one to an operator.
ALTER TABLE mails
    ALTER COLUMN site_id DROP NOT NULL,
    ADD CONSTRAINT mails_account_id_fkey
        FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX mails_account_id_created_at_id_idx ON mails (account_id, created_at, id);
