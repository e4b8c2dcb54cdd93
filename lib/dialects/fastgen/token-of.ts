import { badInput } from "./errors";

/**
 * The token of a mail that a body brings.
 *
 * @throws AppError `bad_request`
 */
export function tokenOf(body: unknown): string {
  const { token } = (body ?? {}) as { token?: unknown };
  if (typeof token !== "string") throw badInput("The body must have a token, which is a text");
  return token;
}
