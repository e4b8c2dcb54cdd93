import type { Metadata } from "next";
import Link from "next/link";
import { requireSite } from "@/lib/core/sites/require-site";
import { listWebhookEndpoints } from "@/lib/core/webhooks/list-webhook-endpoints";
import { toldOf, webhookTypes } from "@/lib/core/webhooks/webhook-types";
import { EmptyState, PageHeader } from "@/lib/ui/card";
import { idOf, orNotFound, requireOperator } from "../../../../session";
import { EndpointState } from "./endpoint-state";
import { NewEndpoint } from "./new-endpoint";

export const metadata: Metadata = { title: "Webhooks" };

/** Where a site's backend is told what happens. */
export default async function WebhooksPage({ params }: { params: Promise<{ id: string }> }) {
  const operator = await requireOperator();
  const { id } = await params;
  const endpoints = await listWebhookEndpoints(await orNotFound(requireSite(operator, idOf(id))));
  const add = <NewEndpoint siteId={id} types={webhookTypes()} />;
  const text = (
    <>
      Your backend is told what happens here, signed, as it happens.{" "}
      <Link href="/docs/webhooks" className="underline underline-offset-4 hover:text-ink">
        How to receive it
      </Link>
    </>
  );
  if (endpoints.length === 0) {
    return (
      <>
        <PageHeader title="Webhooks" text={text} />
        <EmptyState
          title="Nobody is told yet"
          text="Name an address of your backend: each sign-up, sign-in and change is sent there."
          action={add}
        />
      </>
    );
  }
  return (
    <>
      <PageHeader title="Webhooks" text={text} action={add} />
      <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-card">
        {endpoints.map((endpoint) => (
          <li key={String(endpoint.id)} className="px-4 py-3 sm:px-5">
            <p className="flex items-start justify-between gap-3">
              <Link
                href={`/dashboard/sites/${id}/webhooks/${endpoint.id}`}
                className="min-w-0 font-medium break-all underline-offset-4 hover:underline"
              >
                {endpoint.url}
              </Link>
              <span className="shrink-0">
                <EndpointState {...endpoint} />
              </span>
            </p>
            <p className="text-sm wrap-anywhere text-soft">
              {[endpoint.description, toldOf(endpoint.eventTypes)].filter(Boolean).join(" · ")}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
