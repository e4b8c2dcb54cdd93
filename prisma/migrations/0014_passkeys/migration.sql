-- Passkeys of site users. A challenge needs no table: it proves itself, and is spent as a budget of one attempt.

CREATE TABLE passkeys (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    site_id BIGINT NOT NULL DEFAULT (current_setting('app.site_id'::text))::bigint,
    site_user_id BIGINT NOT NULL,
    credential_id BYTEA NOT NULL,
    public_key BYTEA NOT NULL,
    rp_id TEXT NOT NULL,
    user_handle BYTEA NOT NULL,
    counter BIGINT NOT NULL,
    transports TEXT[],
    aaguid UUID NOT NULL,
    backup_eligible BOOLEAN NOT NULL,
    backed_up BOOLEAN NOT NULL,
    name TEXT NOT NULL,
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    last_used_at TIMESTAMPTZ(6),

    CONSTRAINT passkeys_pkey PRIMARY KEY (account_id, site_id, id),
    CONSTRAINT passkeys_account_id_site_id_fkey FOREIGN KEY (account_id, site_id) REFERENCES sites (account_id, id) ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT passkeys_account_id_site_id_site_user_id_fkey FOREIGN KEY (account_id, site_id, site_user_id)
        REFERENCES site_users (account_id, site_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX passkeys_site_id_credential_id_key ON passkeys (site_id, credential_id);
CREATE INDEX passkeys_account_id_site_id_site_user_id_created_at_id_idx ON passkeys (account_id, site_id, site_user_id, created_at, id);
