import { countOrEstimate, type Total } from "../estimate";
import { type Parameters, parameters } from "../parameters";
import { type Beginning, behind, orderBy, type Placed, type Position, positionColumns, withPosition } from "../position";
import { queryPlanned } from "../query";
import { within } from "../reach";
import type { SiteScope } from "../scope";

/** A delivery in a list: without what is sent. */
export type DeliveryRow = {
  readonly id: bigint;
  readonly siteId: bigint;
  readonly endpointId: bigint;
  readonly eventId: bigint;
  readonly eventType: string;
  readonly state: "pending" | "delivered" | "failed";
  readonly attempts: unknown;
  readonly nextAttemptAt: Date | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly position: Position;
};

/** Which deliveries are looked for; what is absent does not matter. */
export type DeliveryFilter = {
  readonly endpointId?: bigint | undefined;
  readonly state?: DeliveryRow["state"] | undefined;
  readonly eventType?: string | undefined;
};

/** Deliveries of a site from a beginning on, newest first. */
export async function listWebhookDeliveries(
  scope: SiteScope,
  filter: DeliveryFilter,
  { after, skip }: Beginning,
  take: number,
): Promise<DeliveryRow[]> {
  const { values, add } = parameters();
  const rows = await queryPlanned<Placed<DeliveryRow>>(
    scope,
    `SELECT t.id, t.site_id AS "siteId", t.endpoint_id AS "endpointId", t.event_id AS "eventId", t.event_type AS "eventType", t.state,
       t.attempts, t.next_attempt_at AS "nextAttemptAt", t.created_at AS "createdAt", t.finished_at AS "finishedAt", ${positionColumns("t")}
     FROM webhook_deliveries t WHERE ${sought(scope, filter, add)} AND ${behind("t", [add(after?.key ?? null), add(after?.id ?? null)])}
     ORDER BY ${orderBy("t")} OFFSET ${add(skip)} LIMIT ${add(take)}`,
    values,
  );
  return rows.map(withPosition);
}

/** How many there are. */
export function countWebhookDeliveries(scope: SiteScope, filter: DeliveryFilter): Promise<Total> {
  const { values, add } = parameters();
  return countOrEstimate(scope, `SELECT FROM webhook_deliveries t WHERE ${sought(scope, filter, add)}`, orderBy("t"), values);
}

const sought = (scope: SiteScope, { endpointId, state, eventType }: DeliveryFilter, add: Parameters["add"]) =>
  [
    within(scope, "t", add),
    ...(endpointId === undefined ? [] : [`t.endpoint_id = ${add(endpointId)}`]),
    ...(state === undefined ? [] : [`t.state = ${add(state)}::webhook_delivery_state`]),
    ...(eventType === undefined ? [] : [`t.event_type = ${add(eventType)}`]),
  ].join(" AND ");
