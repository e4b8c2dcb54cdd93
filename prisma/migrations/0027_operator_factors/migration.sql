-- The second factor of operators: authenticator apps, recovery codes and passkeys, and accounts that want one of everybody.

ALTER TABLE accounts ADD COLUMN operators_need_factor BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE operators ADD COLUMN second_factor BOOLEAN NOT NULL DEFAULT false;

CREATE TABLE operator_totp_secrets (
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    operator_id BIGINT NOT NULL,
    secret_sealed BYTEA NOT NULL,
    last_counter BIGINT NOT NULL,
    last_used_at TIMESTAMPTZ(6),
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT operator_totp_secrets_pkey PRIMARY KEY (operator_id),
    CONSTRAINT operator_totp_secrets_account_id_operator_id_fkey FOREIGN KEY (account_id, operator_id)
        REFERENCES operators (account_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX operator_totp_secrets_account_id_operator_id_key ON operator_totp_secrets (account_id, operator_id);

CREATE TABLE operator_recovery_codes (
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    operator_id BIGINT NOT NULL,
    code_mac BYTEA NOT NULL,
    used_at TIMESTAMPTZ(6),

    CONSTRAINT operator_recovery_codes_pkey PRIMARY KEY (operator_id, code_mac),
    CONSTRAINT operator_recovery_codes_account_id_operator_id_fkey FOREIGN KEY (account_id, operator_id)
        REFERENCES operators (account_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE operator_passkeys (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    operator_id BIGINT NOT NULL,
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

    CONSTRAINT operator_passkeys_pkey PRIMARY KEY (id),
    CONSTRAINT operator_passkeys_account_id_operator_id_fkey FOREIGN KEY (account_id, operator_id)
        REFERENCES operators (account_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX operator_passkeys_credential_id_key ON operator_passkeys (credential_id);
CREATE INDEX operator_passkeys_account_id_operator_id_created_at_id_idx ON operator_passkeys (account_id, operator_id, created_at, id);
