"use server";

import { requireSite } from "@/lib/core/sites/require-site";
import { createWebhookEndpoint } from "@/lib/core/webhooks/create-webhook-endpoint";
import { deleteWebhookEndpoint } from "@/lib/core/webhooks/delete-webhook-endpoint";
import { replayDelivery } from "@/lib/core/webhooks/replay-delivery";
import { replayFailed } from "@/lib/core/webhooks/replay-failed";
import { requireSiteOfEndpoint } from "@/lib/core/webhooks/require-site-of-webhook";
import { revealWebhookSecret } from "@/lib/core/webhooks/reveal-webhook-secret";
import { rotateWebhookSecret } from "@/lib/core/webhooks/rotate-webhook-secret";
import { sendTest } from "@/lib/core/webhooks/send-test";
import { updateWebhookEndpoint } from "@/lib/core/webhooks/update-webhook-endpoint";
import { EVERY_TYPE } from "@/lib/core/webhooks/webhook-types";
import type { ActionState } from "@/lib/http/operator-action";
import { operatorAction } from "../../../../session";
import { sentId } from "../current-site";

/** What the form of an endpoint says. */
const sentEndpoint = (form: FormData) => ({
  url: form.get("url"),
  description: form.get("description"),
  eventTypes: form.get("everything") === "on" ? [EVERY_TYPE] : form.getAll("eventTypes"),
  enabled: form.get("enabled") === "on",
});

/** Adds an endpoint to a site. */
export async function addEndpoint(siteId: string, form: FormData): Promise<ActionState<{ id: string }>> {
  return operatorAction(
    async (operator) => {
      const { id } = await createWebhookEndpoint(await requireSite(operator, sentId(siteId)), sentEndpoint(form));
      return { id: String(id) };
    },
    { recent: true },
  );
}

/** Changes an endpoint. */
export async function changeEndpoint(id: string, form: FormData): Promise<ActionState> {
  return operatorAction(
    async (operator) => {
      await updateWebhookEndpoint(await requireSiteOfEndpoint(operator, sentId(id)), sentId(id), sentEndpoint(form));
      return {};
    },
    { recent: true },
  );
}

/** Deletes an endpoint with its log. */
export async function removeEndpoint(id: string): Promise<ActionState> {
  return operatorAction(
    async (operator) => {
      await deleteWebhookEndpoint(await requireSiteOfEndpoint(operator, sentId(id)), sentId(id));
      return {};
    },
    { recent: true },
  );
}

/** Tells the secret of an endpoint to the operator who asked for it by a click. */
export async function revealEndpointSecret(id: string): Promise<ActionState<{ secret: string | null }>> {
  return operatorAction(async (operator) => ({ secret: await revealWebhookSecret(operator, sentId(id)) }), { recent: true });
}

/** Gives an endpoint a new secret. */
export async function rotateEndpointSecret(id: string): Promise<ActionState> {
  return operatorAction(
    async (operator) => {
      await rotateWebhookSecret(await requireSiteOfEndpoint(operator, sentId(id)), sentId(id));
      return {};
    },
    { recent: true },
  );
}

/** Sends a test to an endpoint. */
export async function testEndpoint(id: string): Promise<ActionState> {
  return operatorAction(async (operator) => {
    await sendTest(await requireSiteOfEndpoint(operator, sentId(id)), sentId(id));
    return {};
  });
}

/** Sends everything again that is in the log of an endpoint and has failed. */
export async function replayAllFailed(id: string): Promise<ActionState> {
  return operatorAction(async (operator) => {
    await replayFailed(await requireSiteOfEndpoint(operator, sentId(id)), sentId(id), new Date(0));
    return {};
  });
}

/** Sends one delivery again. */
export async function replayOne(siteId: string, deliveryId: string): Promise<ActionState> {
  return operatorAction(async (operator) => {
    await replayDelivery(await requireSite(operator, sentId(siteId)), sentId(deliveryId));
    return {};
  });
}
