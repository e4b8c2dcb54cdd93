import type { WireResponse } from "../kit/dialect";

/**
 * A success that both kinds of client read: its fields stand at the top, where the documentation has them, and in `data`, where the
 * JavaScript SDK looks. There is never an `error` among them: the SDK takes that for a failure, whatever the status.
 */
export const ok = (fields: Readonly<Record<string, unknown>>, message?: string): WireResponse => ({
  status: 200,
  body: { ...(message !== undefined && { message }), ...fields, data: fields },
});

/** A success with nothing to tell but that it is one. */
export const done = (message: string): WireResponse => ({ status: 200, body: { message, data: true } });

/** A time as FastSchema writes it: to the second, in UTC. */
export const time = (date: Date) => `${date.toISOString().slice(0, 19)}Z`;
