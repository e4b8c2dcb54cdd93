-- Two events that tell the same endpoints at once, and whose events may be dropped.

-- As in 0023, but for its order: a job that is queued is locked until its transaction ends, so whoever queues several takes them in one
-- order, or two of them wait for each other. A scan meets rows as they lie, and those of endpoints move.
CREATE OR REPLACE FUNCTION queue_webhooks() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanting BIGINT[] := ARRAY(
        SELECT e.id FROM webhook_endpoints e
        WHERE e.account_id = NEW.account_id AND e.site_id = NEW.site_id AND e.enabled AND e.event_types && ARRAY['*', NEW.type]
        ORDER BY e.id);
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
    FROM (SELECT * FROM webhook_endpoints WHERE id = ANY (wanting) ORDER BY id) e;
    RETURN NULL;
END $$;

-- As in 0022, but for how long a deleted site can be brought back. SECURITY: a caller that names fewer days than that, or less than none,
-- is not believed: what is over, the rows say.
CREATE OR REPLACE FUNCTION drop_old_audit_events(restore_days INTEGER, most INTEGER) RETURNS INTEGER
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    dropped INTEGER;
BEGIN
    PERFORM set_config('app.audit_upkeep', 'DELETE', true);
    WITH old AS (
        SELECT o.account_id, o.id FROM public.accounts a CROSS JOIN LATERAL (
            SELECT e.account_id, e.id FROM public.audit_events e
            WHERE e.account_id = a.id AND e.created_at < now() - make_interval(days => a.audit_days)
            ORDER BY e.created_at LIMIT most) o
        LIMIT most),
    homeless AS (
        SELECT e.account_id, e.id FROM public.sites s
        JOIN public.audit_events e ON e.account_id = s.account_id AND e.site_id = s.id AND e.site_user_id IS NOT NULL
        WHERE s.deleted_at < now() - make_interval(days => greatest(restore_days, 7)) LIMIT most)
    DELETE FROM public.audit_events e USING (SELECT * FROM old UNION SELECT * FROM homeless) o
    WHERE e.account_id = o.account_id AND e.id = o.id;
    GET DIAGNOSTICS dropped = ROW_COUNT;
    PERFORM set_config('app.audit_upkeep', '', true);
    RETURN dropped;
END $$;
