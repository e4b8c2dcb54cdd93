import type { Metadata } from "next";
import { browseWebhookDeliveries } from "@/lib/core/webhooks/browse-webhook-deliveries";
import { EVERY_TYPE, toldOf, webhookTypes } from "@/lib/core/webhooks/webhook-types";
import { Card, Note, PageHeader } from "@/lib/ui/card";
import { FilterLinks } from "@/lib/ui/filter-links";
import { MoreLink } from "@/lib/ui/more-link";
import { TimeAgo } from "@/lib/ui/time-ago";
import { givenText } from "../../../../../given-text";
import { ActButton } from "../../act-button";
import { replayAllFailed } from "../actions";
import { EndpointState } from "../endpoint-state";
import { currentEndpoint } from "./current-endpoint";
import { DeliveryList } from "./delivery-list";
import { EndpointActions } from "./endpoint-actions";
import { EndpointSecret } from "./endpoint-secret";

export const metadata: Metadata = { title: "Webhook endpoint" };

const STATES = { "": "All", pending: "Waiting", delivered: "Delivered", failed: "Failed" } as const;
const isState = (text: string): text is Exclude<keyof typeof STATES, ""> => text !== "" && Object.hasOwn(STATES, text);

type Props = {
  params: Promise<{ id: string; endpointId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** One endpoint: what is sent there, its secret, and what came of it. */
export default async function EndpointPage({ params, searchParams }: Props) {
  const { id, endpointId } = await params;
  const { site, endpoint } = await currentEndpoint({ id, endpointId });
  const { url, eventTypes, description, enabled, failingSince, previousSecretUntil } = endpoint;
  const given = await searchParams;
  const [state, after] = [givenText(given.state), givenText(given.after)];
  const { rows, next } = await browseWebhookDeliveries(site, { endpointId: endpoint.id, state: isState(state) ? state : undefined }, after);
  const shown = { url, description, everything: eventTypes.includes(EVERY_TYPE), eventTypes, enabled };
  const query = { state: isState(state) ? state : "" };
  return (
    <>
      <PageHeader
        title={<span className="text-xl break-all sm:text-2xl">{url}</span>}
        text={
          <>
            <EndpointState {...endpoint} /> <span>{[description, `Told of ${toldOf(eventTypes)}`].filter(Boolean).join(" · ")}</span>
          </>
        }
        action={<EndpointActions siteId={id} id={endpointId} endpoint={shown} types={webhookTypes()} />}
      />
      <div className="grid gap-6">
        {failingSince && (
          <Note tone="plain">
            An attempt failed <TimeAgo iso={failingSince.toISOString()} />, and nothing has arrived there since. What waits is tried again
            with growing waits; after five days the endpoint is turned off.
          </Note>
        )}
        <Card title="Secret" text="It signs all that is sent there. Your backend checks each signature with it.">
          <EndpointSecret id={endpointId} previousUntil={previousSecretUntil?.toISOString() ?? null} />
        </Card>
        <section aria-labelledby="log" className="grid gap-4">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <h2 id="log" className="text-base font-semibold">
              What was sent
            </h2>
            <div className="flex flex-wrap items-center gap-2">
              <FilterLinks
                label="Filter by what came of it"
                name="state"
                choices={STATES}
                query={query}
                path={`/dashboard/sites/${id}/webhooks/${endpointId}`}
              />
              {rows.some((row) => row.state === "failed") && (
                <ActButton act={replayAllFailed.bind(null, endpointId)} said="What had failed is sent again">
                  Send again what failed
                </ActButton>
              )}
            </div>
          </div>
          <DeliveryList siteId={id} deliveries={rows} />
          <MoreLink next={next} query={query} />
        </section>
      </div>
    </>
  );
}
