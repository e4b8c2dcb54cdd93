-- Sessions of site users, the keys that sign for them, codes that are mailed to sign in with, and what a site sets for its dialects.

ALTER TABLE sites ADD COLUMN dialects JSONB NOT NULL DEFAULT '{}',
ADD COLUMN fasteditor_key_hash BYTEA;

CREATE TABLE signing_keys (
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    site_id BIGINT NOT NULL DEFAULT (current_setting('app.site_id'::text))::bigint,
    generation INTEGER NOT NULL,
    kid TEXT NOT NULL,
    public_jwk JSONB NOT NULL,
    private_sealed BYTEA NOT NULL,
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    signs_from TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    ends_at TIMESTAMPTZ(6),

    CONSTRAINT signing_keys_pkey PRIMARY KEY (account_id, site_id, generation),
    CONSTRAINT signing_keys_account_id_site_id_fkey FOREIGN KEY (account_id, site_id) REFERENCES sites (account_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX signing_keys_kid_key ON signing_keys (kid);

CREATE TABLE sessions (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    site_id BIGINT NOT NULL DEFAULT (current_setting('app.site_id'::text))::bigint,
    site_user_id BIGINT NOT NULL,
    handle UUID NOT NULL DEFAULT gen_random_uuid(),
    dialect TEXT NOT NULL,
    refresh_hash BYTEA,
    generation INTEGER NOT NULL DEFAULT 0,
    renewed_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    ip TEXT NOT NULL,
    user_agent TEXT,
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    expires_at TIMESTAMPTZ(6) NOT NULL,
    ended_at TIMESTAMPTZ(6),
    reused_at TIMESTAMPTZ(6),

    CONSTRAINT sessions_pkey PRIMARY KEY (account_id, site_id, id),
    CONSTRAINT sessions_account_id_site_id_fkey FOREIGN KEY (account_id, site_id) REFERENCES sites (account_id, id) ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT sessions_account_id_site_id_site_user_id_fkey FOREIGN KEY (account_id, site_id, site_user_id)
        REFERENCES site_users (account_id, site_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX sessions_account_id_site_id_site_user_id_created_at_id_idx ON sessions (account_id, site_id, site_user_id, created_at, id);
CREATE INDEX sessions_account_id_created_at_id_idx ON sessions (account_id, created_at, id);
CREATE UNIQUE INDEX sessions_site_id_handle_key ON sessions (site_id, handle);

CREATE TABLE email_codes (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    site_id BIGINT NOT NULL DEFAULT (current_setting('app.site_id'::text))::bigint,
    device_hash BYTEA NOT NULL,
    email TEXT NOT NULL,
    email_canonical TEXT NOT NULL,
    code_mac BYTEA,
    digits INTEGER NOT NULL,
    guesses INTEGER NOT NULL DEFAULT 0,
    max_guesses INTEGER NOT NULL,
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    expires_at TIMESTAMPTZ(6) NOT NULL,
    used_at TIMESTAMPTZ(6),

    CONSTRAINT email_codes_pkey PRIMARY KEY (id),
    CONSTRAINT email_codes_account_id_site_id_fkey FOREIGN KEY (account_id, site_id) REFERENCES sites (account_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX email_codes_device_hash_key ON email_codes (device_hash);
CREATE INDEX email_codes_account_id_site_id_email_canonical_created_at_idx ON email_codes (account_id, site_id, email_canonical, created_at);
