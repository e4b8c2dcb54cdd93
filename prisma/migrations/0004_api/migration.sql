-- What programs ask for: scoped tokens, repeatable requests, more about a user, sites that can be brought back, files in and out.
CREATE TYPE transfer_status AS ENUM ('pending', 'running', 'done', 'failed');

DROP INDEX site_users_uuid_key;

ALTER TABLE api_tokens ADD COLUMN expires_at TIMESTAMPTZ(6),
ADD COLUMN scopes TEXT[] NOT NULL DEFAULT ARRAY['*']::TEXT[],
ADD COLUMN site_id BIGINT;

-- A site user's id is unique inside its account, so that a bundle brings it along and nobody learns who else has it.
ALTER TABLE site_users DROP CONSTRAINT site_users_pkey,
ADD COLUMN external_id TEXT,
ADD COLUMN first_name TEXT,
ADD COLUMN last_name TEXT,
ADD COLUMN locale TEXT,
ADD COLUMN metadata JSONB NOT NULL DEFAULT '{}',
ADD COLUMN private_metadata JSONB NOT NULL DEFAULT '{}',
ADD COLUMN username TEXT,
ADD COLUMN username_canonical TEXT,
ADD CONSTRAINT site_users_pkey PRIMARY KEY (account_id, id);

ALTER TABLE sites ADD COLUMN deleted_at TIMESTAMPTZ(6),
ADD COLUMN sign_in_endpoint_key_sealed BYTEA,
ADD COLUMN sign_in_endpoint_url TEXT,
ADD COLUMN signup_endpoint_key_sealed BYTEA,
ADD COLUMN signup_endpoint_url TEXT;

-- The answer to a POST that said an Idempotency-Key, kept for a day.
CREATE TABLE idempotency_keys (
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    key_hash BYTEA NOT NULL,
    request_hash BYTEA NOT NULL,
    status INTEGER,
    response_sealed BYTEA,
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT now(),

    CONSTRAINT idempotency_keys_pkey PRIMARY KEY (account_id,key_hash)
);

-- Files on their way in or out, in sealed pieces: every instance reaches them, and they go with their account.
CREATE TABLE stored_files (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    site_id BIGINT NOT NULL DEFAULT (current_setting('app.site_id'::text))::bigint,
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT now(),

    CONSTRAINT stored_files_pkey PRIMARY KEY (id)
);

CREATE TABLE stored_file_chunks (
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    site_id BIGINT NOT NULL DEFAULT (current_setting('app.site_id'::text))::bigint,
    file_id BIGINT NOT NULL,
    n INTEGER NOT NULL,
    sealed BYTEA NOT NULL,

    CONSTRAINT stored_file_chunks_pkey PRIMARY KEY (account_id,site_id,file_id,n)
);

-- Users brought into a site from a file, and what is to be said about single rows of it.
CREATE TABLE imports (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    site_id BIGINT NOT NULL DEFAULT (current_setting('app.site_id'::text))::bigint,
    status transfer_status NOT NULL DEFAULT 'pending',
    dry_run BOOLEAN NOT NULL,
    format TEXT,
    options_sealed BYTEA NOT NULL,
    file_id BIGINT,
    file_name TEXT,
    bytes BIGINT NOT NULL,
    bytes_done BIGINT NOT NULL DEFAULT 0,
    rows_done INTEGER NOT NULL DEFAULT 0,
    count_new INTEGER NOT NULL DEFAULT 0,
    count_update INTEGER NOT NULL DEFAULT 0,
    count_skip INTEGER NOT NULL DEFAULT 0,
    count_refuse INTEGER NOT NULL DEFAULT 0,
    problem TEXT,
    created_by TEXT,
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
    started_at TIMESTAMPTZ(6),
    finished_at TIMESTAMPTZ(6),

    CONSTRAINT imports_pkey PRIMARY KEY (id)
);

CREATE TABLE import_notes (
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    site_id BIGINT NOT NULL DEFAULT (current_setting('app.site_id'::text))::bigint,
    import_id BIGINT NOT NULL,
    row INTEGER NOT NULL,
    refused BOOLEAN NOT NULL,
    messages TEXT[],

    CONSTRAINT import_notes_pkey PRIMARY KEY (account_id,import_id,row)
);

-- A site written into a file that its owner takes along.
CREATE TABLE exports (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    site_id BIGINT NOT NULL DEFAULT (current_setting('app.site_id'::text))::bigint,
    status transfer_status NOT NULL DEFAULT 'pending',
    include_secrets BOOLEAN NOT NULL,
    recipient TEXT,
    file_id BIGINT,
    bytes BIGINT,
    sha256 BYTEA,
    rows_done INTEGER NOT NULL DEFAULT 0,
    rows_total INTEGER,
    problem TEXT,
    created_by TEXT,
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
    finished_at TIMESTAMPTZ(6),

    CONSTRAINT exports_pkey PRIMARY KEY (id)
);
CREATE INDEX idempotency_keys_created_at_idx ON idempotency_keys(created_at);
CREATE INDEX stored_files_created_at_idx ON stored_files(created_at);
CREATE UNIQUE INDEX stored_files_account_id_site_id_id_key ON stored_files(account_id, site_id, id);
CREATE INDEX imports_account_id_site_id_created_at_id_idx ON imports(account_id, site_id, created_at, id);
CREATE UNIQUE INDEX imports_account_id_site_id_id_key ON imports(account_id, site_id, id);
CREATE INDEX exports_account_id_site_id_created_at_id_idx ON exports(account_id, site_id, created_at, id);
CREATE UNIQUE INDEX site_users_site_id_uuid_key ON site_users(site_id, uuid);
CREATE UNIQUE INDEX site_users_site_id_external_id_key ON site_users(site_id, external_id);
CREATE UNIQUE INDEX site_users_site_id_username_canonical_key ON site_users(site_id, username_canonical);
ALTER TABLE api_tokens ADD CONSTRAINT api_tokens_account_id_site_id_fkey FOREIGN KEY (account_id, site_id) REFERENCES sites(account_id, id) ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE idempotency_keys ADD CONSTRAINT idempotency_keys_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE stored_files ADD CONSTRAINT stored_files_account_id_site_id_fkey FOREIGN KEY (account_id, site_id) REFERENCES sites(account_id, id) ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE stored_file_chunks ADD CONSTRAINT stored_file_chunks_account_id_site_id_file_id_fkey FOREIGN KEY (account_id, site_id, file_id) REFERENCES stored_files(account_id, site_id, id) ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE imports ADD CONSTRAINT imports_account_id_site_id_fkey FOREIGN KEY (account_id, site_id) REFERENCES sites(account_id, id) ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE imports ADD CONSTRAINT imports_account_id_site_id_file_id_fkey FOREIGN KEY (account_id, site_id, file_id) REFERENCES stored_files(account_id, site_id, id) ON DELETE NO ACTION ON UPDATE CASCADE;
ALTER TABLE import_notes ADD CONSTRAINT import_notes_account_id_site_id_import_id_fkey FOREIGN KEY (account_id, site_id, import_id) REFERENCES imports(account_id, site_id, id) ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE exports ADD CONSTRAINT exports_account_id_site_id_fkey FOREIGN KEY (account_id, site_id) REFERENCES sites(account_id, id) ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE exports ADD CONSTRAINT exports_account_id_site_id_file_id_fkey FOREIGN KEY (account_id, site_id, file_id) REFERENCES stored_files(account_id, site_id, id) ON DELETE NO ACTION ON UPDATE CASCADE;
