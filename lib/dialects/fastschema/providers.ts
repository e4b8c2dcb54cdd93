import type { DialectRoute } from "../kit/dialect";
import { failure } from "./errors";

/** The addresses of signing in through somebody else. There is nobody: each says so of any name. */
export const providers: readonly DialectRoute[] = (
  [
    ["GET", "login"],
    ["POST", "login"],
    ["GET", "callback"],
    ["POST", "verify_idtoken"],
  ] as const
).map(([method, step]) => ({
  method,
  path: `/auth/{provider}/${step}`,
  statuses: [404],
  handle: async () => failure(404, "invalid auth provider", "invalid_provider"),
}));
