-- Signing in with somebody else: a site's providers, the accounts there that sign its users in, and who is on the way to one.

CREATE TYPE authorization_purpose AS ENUM ('sign_in', 'link');

CREATE TABLE identity_providers (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    site_id BIGINT NOT NULL DEFAULT (current_setting('app.site_id'::text))::bigint,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    client_secret_sealed BYTEA,
    scopes TEXT[],
    enabled BOOLEAN NOT NULL DEFAULT true,
    position INTEGER NOT NULL,
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT identity_providers_pkey PRIMARY KEY (id),
    CONSTRAINT identity_providers_account_id_site_id_fkey FOREIGN KEY (account_id, site_id)
        REFERENCES sites (account_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX identity_providers_account_id_site_id_position_id_idx ON identity_providers (account_id, site_id, position, id);
CREATE UNIQUE INDEX identity_providers_account_id_site_id_id_key ON identity_providers (account_id, site_id, id);

CREATE TABLE linked_accounts (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    site_id BIGINT NOT NULL DEFAULT (current_setting('app.site_id'::text))::bigint,
    site_user_id BIGINT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    email TEXT,
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    last_used_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT linked_accounts_pkey PRIMARY KEY (account_id, site_id, id),
    CONSTRAINT linked_accounts_account_id_site_id_fkey FOREIGN KEY (account_id, site_id)
        REFERENCES sites (account_id, id) ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT linked_accounts_account_id_site_id_site_user_id_fkey FOREIGN KEY (account_id, site_id, site_user_id)
        REFERENCES site_users (account_id, site_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX linked_accounts_account_id_site_id_site_user_id_created_at__idx ON linked_accounts (account_id, site_id, site_user_id, created_at, id);
CREATE UNIQUE INDEX linked_accounts_site_id_issuer_subject_key ON linked_accounts (site_id, issuer, subject);

CREATE TABLE authorization_requests (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    site_id BIGINT NOT NULL DEFAULT (current_setting('app.site_id'::text))::bigint,
    provider_id BIGINT NOT NULL,
    purpose authorization_purpose NOT NULL,
    site_user_id BIGINT,
    state_hash BYTEA NOT NULL,
    browser_hash BYTEA NOT NULL,
    checks_sealed BYTEA NOT NULL,
    client_state TEXT,
    "to" TEXT,
    frame JSONB,
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    expires_at TIMESTAMPTZ(6) NOT NULL,
    used_at TIMESTAMPTZ(6),

    CONSTRAINT authorization_requests_pkey PRIMARY KEY (id),
    CONSTRAINT authorization_requests_account_id_site_id_fkey FOREIGN KEY (account_id, site_id)
        REFERENCES sites (account_id, id) ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT authorization_requests_account_id_site_id_provider_id_fkey FOREIGN KEY (account_id, site_id, provider_id)
        REFERENCES identity_providers (account_id, site_id, id) ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT authorization_requests_account_id_site_id_site_user_id_fkey FOREIGN KEY (account_id, site_id, site_user_id)
        REFERENCES site_users (account_id, site_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX authorization_requests_state_hash_key ON authorization_requests (state_hash);
CREATE INDEX authorization_requests_account_id_site_id_site_user_id_idx ON authorization_requests (account_id, site_id, site_user_id);
CREATE INDEX authorization_requests_expires_at_idx ON authorization_requests (expires_at);
