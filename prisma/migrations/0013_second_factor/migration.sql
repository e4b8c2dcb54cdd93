-- The second factor of site users: authenticator apps, recovery codes, sign-ins that wait for it, and browsers that need not show it.

ALTER TABLE site_users ADD COLUMN second_factor BOOLEAN NOT NULL DEFAULT false;

CREATE TYPE second_factor_purpose AS ENUM ('sign_in', 'set_up');

CREATE TABLE totp_secrets (
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    site_id BIGINT NOT NULL DEFAULT (current_setting('app.site_id'::text))::bigint,
    site_user_id BIGINT NOT NULL,
    secret_sealed BYTEA NOT NULL,
    last_counter BIGINT NOT NULL,
    last_used_at TIMESTAMPTZ(6),
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT totp_secrets_pkey PRIMARY KEY (account_id, site_id, site_user_id),
    CONSTRAINT totp_secrets_account_id_site_id_fkey FOREIGN KEY (account_id, site_id) REFERENCES sites (account_id, id) ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT totp_secrets_account_id_site_id_site_user_id_fkey FOREIGN KEY (account_id, site_id, site_user_id)
        REFERENCES site_users (account_id, site_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE recovery_codes (
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    site_id BIGINT NOT NULL DEFAULT (current_setting('app.site_id'::text))::bigint,
    site_user_id BIGINT NOT NULL,
    code_mac BYTEA NOT NULL,
    used_at TIMESTAMPTZ(6),

    CONSTRAINT recovery_codes_pkey PRIMARY KEY (account_id, site_id, site_user_id, code_mac),
    CONSTRAINT recovery_codes_account_id_site_id_fkey FOREIGN KEY (account_id, site_id) REFERENCES sites (account_id, id) ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT recovery_codes_account_id_site_id_site_user_id_fkey FOREIGN KEY (account_id, site_id, site_user_id)
        REFERENCES site_users (account_id, site_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE second_factor_steps (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    site_id BIGINT NOT NULL DEFAULT (current_setting('app.site_id'::text))::bigint,
    site_user_id BIGINT NOT NULL,
    purpose second_factor_purpose NOT NULL,
    token_hash BYTEA NOT NULL,
    password_sealed BYTEA,
    proved_by TEXT,
    secret_sealed BYTEA,
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    expires_at TIMESTAMPTZ(6) NOT NULL,
    set_up_at TIMESTAMPTZ(6),
    used_at TIMESTAMPTZ(6),

    CONSTRAINT second_factor_steps_pkey PRIMARY KEY (id),
    CONSTRAINT second_factor_steps_account_id_site_id_fkey FOREIGN KEY (account_id, site_id) REFERENCES sites (account_id, id) ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT second_factor_steps_account_id_site_id_site_user_id_fkey FOREIGN KEY (account_id, site_id, site_user_id)
        REFERENCES site_users (account_id, site_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX second_factor_steps_token_hash_key ON second_factor_steps (token_hash);
CREATE INDEX second_factor_steps_account_id_site_id_site_user_id_idx ON second_factor_steps (account_id, site_id, site_user_id);

CREATE TABLE trusted_browsers (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    site_id BIGINT NOT NULL DEFAULT (current_setting('app.site_id'::text))::bigint,
    site_user_id BIGINT NOT NULL,
    token_hash BYTEA NOT NULL,
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    expires_at TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT trusted_browsers_pkey PRIMARY KEY (id),
    CONSTRAINT trusted_browsers_account_id_site_id_fkey FOREIGN KEY (account_id, site_id) REFERENCES sites (account_id, id) ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT trusted_browsers_account_id_site_id_site_user_id_fkey FOREIGN KEY (account_id, site_id, site_user_id)
        REFERENCES site_users (account_id, site_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX trusted_browsers_token_hash_key ON trusted_browsers (token_hash);
CREATE INDEX trusted_browsers_account_id_site_id_site_user_id_idx ON trusted_browsers (account_id, site_id, site_user_id);
