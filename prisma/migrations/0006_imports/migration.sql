-- What an import needs in order to go on where it was killed, and to know its own rows again.
ALTER TABLE imports ADD COLUMN stalls INTEGER NOT NULL DEFAULT 0,
ADD COLUMN worked_at TIMESTAMPTZ(6) NOT NULL DEFAULT now();

ALTER TABLE site_users ADD COLUMN password_import BYTEA;

-- Whom the rows of an unfinished import have named so far: a file of any length is searched for repetitions in constant memory.
CREATE TABLE import_keys (
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    site_id BIGINT NOT NULL DEFAULT (current_setting('app.site_id'::text))::bigint,
    import_id BIGINT NOT NULL,
    key BYTEA NOT NULL,
    row INTEGER NOT NULL,

    CONSTRAINT import_keys_pkey PRIMARY KEY (account_id,import_id,key)
);
ALTER TABLE import_keys ADD CONSTRAINT import_keys_account_id_site_id_import_id_fkey FOREIGN KEY (account_id, site_id, import_id) REFERENCES imports(account_id, site_id, id) ON DELETE CASCADE ON UPDATE CASCADE;
