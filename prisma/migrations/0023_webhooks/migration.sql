-- Webhooks: where a site's backend is told what happens, and what was sent there.

CREATE TYPE webhook_delivery_state AS ENUM ('pending', 'delivered', 'failed');

CREATE TABLE webhook_endpoints (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    site_id BIGINT NOT NULL DEFAULT (current_setting('app.site_id'::text))::bigint,
    url TEXT NOT NULL,
    event_types TEXT[],
    description TEXT,
    enabled BOOLEAN NOT NULL DEFAULT true,
    disabled_reason TEXT,
    failing_since TIMESTAMPTZ(6),
    sending_until TIMESTAMPTZ(6),
    secret_sealed BYTEA NOT NULL,
    previous_secret_sealed BYTEA,
    previous_secret_until TIMESTAMPTZ(6),
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT webhook_endpoints_pkey PRIMARY KEY (id),
    CONSTRAINT webhook_endpoints_account_id_site_id_fkey FOREIGN KEY (account_id, site_id)
        REFERENCES sites (account_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX webhook_endpoints_account_id_site_id_id_key ON webhook_endpoints (account_id, site_id, id);

-- A delivery goes with the user whom it tells of: their address is in its body, and in what was answered.
CREATE TABLE webhook_deliveries (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL DEFAULT (current_setting('app.account_id'::text))::bigint,
    site_id BIGINT NOT NULL DEFAULT (current_setting('app.site_id'::text))::bigint,
    endpoint_id BIGINT NOT NULL,
    event_id BIGINT NOT NULL,
    site_user_id BIGINT,
    event_type TEXT NOT NULL,
    body TEXT NOT NULL,
    state webhook_delivery_state NOT NULL DEFAULT 'pending',
    attempts JSONB NOT NULL DEFAULT '[]',
    tries INTEGER NOT NULL DEFAULT 0,
    next_attempt_at TIMESTAMPTZ(6) DEFAULT CURRENT_TIMESTAMP,
    created_at TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    finished_at TIMESTAMPTZ(6),

    CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (account_id, id),
    CONSTRAINT webhook_deliveries_account_id_site_id_fkey FOREIGN KEY (account_id, site_id)
        REFERENCES sites (account_id, id) ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT webhook_deliveries_account_id_site_id_endpoint_id_fkey FOREIGN KEY (account_id, site_id, endpoint_id)
        REFERENCES webhook_endpoints (account_id, site_id, id) ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT webhook_deliveries_account_id_site_id_site_user_id_fkey FOREIGN KEY (account_id, site_id, site_user_id)
        REFERENCES site_users (account_id, site_id, id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX webhook_deliveries_account_id_site_id_created_at_id_idx ON webhook_deliveries (account_id, site_id, created_at, id);
CREATE INDEX webhook_deliveries_account_id_site_id_endpoint_id_created_a_idx ON webhook_deliveries (account_id, site_id, endpoint_id, created_at, id);
CREATE INDEX webhook_deliveries_account_id_site_id_endpoint_id_next_atte_idx ON webhook_deliveries (account_id, site_id, endpoint_id, next_attempt_at);
CREATE INDEX webhook_deliveries_account_id_site_id_site_user_id_idx ON webhook_deliveries (account_id, site_id, site_user_id);
CREATE INDEX webhook_deliveries_finished_at_idx ON webhook_deliveries (finished_at);
CREATE UNIQUE INDEX webhook_deliveries_endpoint_id_event_id_key ON webhook_deliveries (endpoint_id, event_id);
