-- The first shape of the data; prisma/schema.prisma says the same in Prisma's words, and a test compares the two.
--
-- Every tenant table carries account_id (and site_id), and children reference both, so a row cannot hang under somebody else's parent.
-- The default of those columns is a setting that nobody sets: a write that did not come through the scoped handle fails.
-- Defaults are written the way PostgreSQL prints them, or the comparison would see a difference.

CREATE TYPE email_verification AS ENUM ('off', 'optional', 'required');
CREATE TYPE mail_token_purpose AS ENUM ('reset_password', 'verify_email');

-- Our customer.
CREATE TABLE accounts (
    id BIGINT NOT NULL,
    name TEXT NOT NULL,
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT accounts_pkey PRIMARY KEY (id)
);

-- A person of an account who works in the dashboard.
CREATE TABLE operators (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    email TEXT NOT NULL,
    email_canonical TEXT NOT NULL,
    name TEXT NOT NULL,
    password_sealed BYTEA NOT NULL,
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT operators_pkey PRIMARY KEY (id),
    CONSTRAINT operators_account_id_fkey
        FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX operators_email_canonical_key ON operators (email_canonical);
CREATE INDEX operators_account_id_idx ON operators (account_id);

-- The one-time link with which the first operator takes possession of an installation.
CREATE TABLE owner_links (
    id BIGINT NOT NULL,
    token_hash BYTEA NOT NULL,
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    expires_at TIMESTAMPTZ(6) NOT NULL,
    used_at TIMESTAMPTZ(6),
    CONSTRAINT owner_links_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX owner_links_token_hash_key ON owner_links (token_hash);

-- A Bearer credential of the REST API, `gma_…`. Only the hash is kept.
CREATE TABLE api_tokens (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    name TEXT NOT NULL,
    token_hash BYTEA NOT NULL,
    last4 TEXT NOT NULL,
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    revoked_at TIMESTAMPTZ(6),
    CONSTRAINT api_tokens_pkey PRIMARY KEY (id),
    CONSTRAINT api_tokens_account_id_fkey
        FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX api_tokens_token_hash_key ON api_tokens (token_hash);
CREATE INDEX api_tokens_account_id_idx ON api_tokens (account_id);

-- Every slug that was ever given out. A row outlives its site, so a stranger never inherits a slug.
CREATE TABLE slugs (
    slug TEXT NOT NULL,
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT slugs_pkey PRIMARY KEY (slug)
);

-- A customer's application.
CREATE TABLE sites (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    name TEXT NOT NULL,
    slug TEXT NOT NULL,
    home_uri TEXT,
    success_uri TEXT,
    cancel_uri TEXT,
    failed_uri TEXT,
    allowed_origins TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
    sign_ups BOOLEAN NOT NULL DEFAULT true,
    email_verification email_verification NOT NULL DEFAULT 'optional',
    callback_token_minutes INTEGER NOT NULL DEFAULT 2,
    client_id TEXT NOT NULL,
    client_secret_sealed BYTEA NOT NULL,
    client_secret_hash BYTEA NOT NULL,
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT sites_pkey PRIMARY KEY (id),
    CONSTRAINT sites_account_id_fkey
        FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT sites_slug_fkey
        FOREIGN KEY (slug) REFERENCES slugs (slug) ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE UNIQUE INDEX sites_slug_key ON sites (slug);
CREATE UNIQUE INDEX sites_client_id_key ON sites (client_id);
CREATE INDEX sites_account_id_created_at_id_idx ON sites (account_id, created_at, id);
CREATE UNIQUE INDEX sites_account_id_id_key ON sites (account_id, id);

-- An end user of a site.
CREATE TABLE site_users (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    site_id BIGINT NOT NULL DEFAULT (current_setting('app.site_id'::text))::bigint,
    uuid UUID NOT NULL DEFAULT gen_random_uuid(),
    email TEXT NOT NULL,
    email_canonical TEXT NOT NULL,
    email_verified_at TIMESTAMPTZ(6),
    name TEXT,
    password_sealed BYTEA,
    last_sign_in_at TIMESTAMPTZ(6),
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT site_users_pkey PRIMARY KEY (id),
    CONSTRAINT site_users_account_id_site_id_fkey
        FOREIGN KEY (account_id, site_id) REFERENCES sites (account_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX site_users_uuid_key ON site_users (uuid);
CREATE INDEX site_users_account_id_created_at_id_idx ON site_users (account_id, created_at, id);
CREATE INDEX site_users_account_id_site_id_created_at_id_idx ON site_users (account_id, site_id, created_at, id);
CREATE UNIQUE INDEX site_users_account_id_site_id_id_key ON site_users (account_id, site_id, id);
CREATE UNIQUE INDEX site_users_site_id_email_canonical_key ON site_users (site_id, email_canonical);

-- The record behind a one-time `tkn_…`; the REST API calls it a site user session.
CREATE TABLE callback_tokens (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    site_id BIGINT NOT NULL DEFAULT (current_setting('app.site_id'::text))::bigint,
    site_user_id BIGINT NOT NULL,
    token_hash BYTEA NOT NULL,
    last4 TEXT NOT NULL,
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    expires_at TIMESTAMPTZ(6) NOT NULL,
    used_at TIMESTAMPTZ(6),
    CONSTRAINT callback_tokens_pkey PRIMARY KEY (id),
    CONSTRAINT callback_tokens_account_id_site_id_fkey
        FOREIGN KEY (account_id, site_id) REFERENCES sites (account_id, id) ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT callback_tokens_account_id_site_id_site_user_id_fkey
        FOREIGN KEY (account_id, site_id, site_user_id) REFERENCES site_users (account_id, site_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX callback_tokens_token_hash_key ON callback_tokens (token_hash);
CREATE INDEX callback_tokens_account_id_created_at_id_idx ON callback_tokens (account_id, created_at, id);
CREATE INDEX callback_tokens_account_id_site_id_site_user_id_created_at__idx
    ON callback_tokens (account_id, site_id, site_user_id, created_at, id);
CREATE UNIQUE INDEX callback_tokens_account_id_id_key ON callback_tokens (account_id, id);

-- A one-time link and its code, sent by mail to prove an address.
CREATE TABLE mail_tokens (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    site_id BIGINT NOT NULL DEFAULT (current_setting('app.site_id'::text))::bigint,
    site_user_id BIGINT NOT NULL,
    purpose mail_token_purpose NOT NULL,
    email_canonical TEXT NOT NULL,
    token_hash BYTEA NOT NULL,
    code_mac BYTEA NOT NULL,
    guesses INTEGER NOT NULL DEFAULT 0,
    browser_hash BYTEA,
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    expires_at TIMESTAMPTZ(6) NOT NULL,
    used_at TIMESTAMPTZ(6),
    CONSTRAINT mail_tokens_pkey PRIMARY KEY (id),
    CONSTRAINT mail_tokens_account_id_site_id_fkey
        FOREIGN KEY (account_id, site_id) REFERENCES sites (account_id, id) ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT mail_tokens_account_id_site_id_site_user_id_fkey
        FOREIGN KEY (account_id, site_id, site_user_id) REFERENCES site_users (account_id, site_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX mail_tokens_token_hash_key ON mail_tokens (token_hash);
CREATE INDEX mail_tokens_account_id_site_id_site_user_id_purpose_idx ON mail_tokens (account_id, site_id, site_user_id, purpose);

-- The mailbox: what was mailed while no real transport is configured. The one place where a mail stays readable.
CREATE TABLE mails (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    site_id BIGINT NOT NULL DEFAULT (current_setting('app.site_id'::text))::bigint,
    delivery_key TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    html TEXT NOT NULL,
    links TEXT[],
    code TEXT,
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT mails_pkey PRIMARY KEY (id),
    CONSTRAINT mails_account_id_site_id_fkey
        FOREIGN KEY (account_id, site_id) REFERENCES sites (account_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX mails_delivery_key_key ON mails (delivery_key);
CREATE INDEX mails_account_id_recipient_created_at_id_idx ON mails (account_id, recipient, created_at, id);

-- Failures counted per key and window, for the brute-force guard. Keyed by what was submitted, never by a user row.
CREATE TABLE attempts (
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    site_id BIGINT NOT NULL DEFAULT (current_setting('app.site_id'::text))::bigint,
    key BYTEA NOT NULL,
    count INTEGER NOT NULL,
    window_ends_at TIMESTAMPTZ(6) NOT NULL,
    CONSTRAINT attempts_pkey PRIMARY KEY (account_id, site_id, key),
    CONSTRAINT attempts_account_id_site_id_fkey
        FOREIGN KEY (account_id, site_id) REFERENCES sites (account_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX attempts_window_ends_at_idx ON attempts (window_ends_at);
