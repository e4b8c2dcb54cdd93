import { type EventType, kindOf, WEBHOOK_TYPES } from "../audit/event-types";

/** What an endpoint says that is told of everything, also of what will be added later. */
export const EVERY_TYPE = "*";

/** What a test is called. It is no event, and sent to an endpoint whatever that is told of. */
export const TEST_TYPE = "webhook_endpoint.tested";

/** True for what an endpoint may ask to be told of. */
export const isWebhookType = (text: string) => text === EVERY_TYPE || (WEBHOOK_TYPES as readonly string[]).includes(text);

/** Everything that an endpoint may be told of, each with what it means. */
export const webhookTypes = (): { type: EventType; says: string }[] => WEBHOOK_TYPES.map((type) => ({ type, says: kindOf(type).says }));

/** What an endpoint is told of, in a few words. */
export function toldOf(types: readonly string[]): string {
  if (types.includes(EVERY_TYPE)) return "everything that happens";
  return types.length > 3 ? `${types.length} kinds of events` : types.join(", ");
}
