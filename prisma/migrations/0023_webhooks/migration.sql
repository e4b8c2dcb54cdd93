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

-- Whether webhooks are told of an event, as `lib/core/audit/event-types` says of its type.
ALTER TABLE audit_events ADD COLUMN webhooks BOOLEAN NOT NULL DEFAULT false;

-- A time as the API writes it.
CREATE FUNCTION api_time(at TIMESTAMPTZ) RETURNS TEXT LANGUAGE sql STABLE AS $$
    SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
$$;

-- Queues an event for each endpoint of its site that wants it, in the transaction that made it happen, however that writes it down.
-- The body is made here and now, so that every attempt sends the same bytes. A user in it is as `lib/rest/site-user` shows them, which
-- a test holds against it; their row is locked against deletion until the transaction ends, and skipped once it is gone: no body
-- outlives its user.
CREATE FUNCTION queue_webhooks() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanting BIGINT[] := ARRAY(
        SELECT e.id FROM webhook_endpoints e
        WHERE e.account_id = NEW.account_id AND e.site_id = NEW.site_id AND e.enabled AND e.event_types && ARRAY['*', NEW.type]);
    told JSON;
BEGIN
    IF cardinality(wanting) = 0 THEN RETURN NULL; END IF;
    IF NEW.type = 'site_user.deleted' THEN
        SELECT row_to_json(s) INTO told FROM (SELECT NEW.site_user_id AS id, NEW.site_id) s;
    ELSIF NEW.site_user_id IS NOT NULL THEN
        SELECT row_to_json(s) INTO told FROM (
            SELECT u.id, u.site_id, u.external_id, u.email, u.email_verified_at IS NOT NULL AS email_verified, u.username, u.name, u.first_name,
                u.last_name, u.locale, u.blocked_at IS NOT NULL AS blocked, api_time(u.deletion_due_at) AS deletion_due_at, u.second_factor,
                u.metadata, u.private_metadata, api_time(u.created_at) AS created_at, api_time(u.updated_at) AS updated_at,
                api_time(u.last_sign_in_at) AS last_sign_in_at
            FROM site_users u WHERE u.account_id = NEW.account_id AND u.site_id = NEW.site_id AND u.id = NEW.site_user_id FOR KEY SHARE) s;
        IF told IS NULL THEN RETURN NULL; END IF;
    END IF;
    INSERT INTO webhook_deliveries (id, account_id, site_id, endpoint_id, event_id, site_user_id, event_type, body)
    SELECT 1 + floor(random() * 9007199254740991)::bigint, NEW.account_id, NEW.site_id, wanted, NEW.id,
        CASE WHEN NEW.type <> 'site_user.deleted' THEN NEW.site_user_id END, NEW.type,
        (SELECT row_to_json(b)::text FROM (SELECT NEW.type, api_time(NEW.created_at) AS timestamp, CASE WHEN told IS NULL
            THEN (SELECT row_to_json(d) FROM (SELECT NEW.site_id) d)
            ELSE (SELECT row_to_json(d) FROM (SELECT NEW.site_id, told AS site_user) d) END AS data) b)
    FROM unnest(wanting) wanted;
    -- The scope in the payload is that of the endpoint's own row.
    PERFORM graphile_worker.add_job(CASE WHEN e.failing_since IS NULL THEN 'send-webhooks' ELSE 'retry-webhooks' END,
        job_key => 'webhooks:' || e.id, payload => json_build_object('endpointId', e.id::text,
            'scope', json_build_object('account_id', e.account_id::text, 'site_id', e.site_id::text)))
    FROM webhook_endpoints e WHERE e.id = ANY (wanting);
    RETURN NULL;
END $$;
CREATE TRIGGER audit_events_are_told AFTER INSERT ON audit_events FOR EACH ROW WHEN (NEW.webhooks) EXECUTE FUNCTION queue_webhooks();
