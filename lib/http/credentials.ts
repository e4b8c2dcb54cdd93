import type { Credential } from "@/lib/db/resolve";
import type { ApiScope } from "@/lib/kernel/api-scopes";
import { AppError } from "@/lib/kernel/errors";
import { hashToken } from "@/lib/kernel/secrets";
import { clientOf } from "./client";

/**
 * What the Authorization header of a REST request shows.
 *
 * @param needs what an API token must have been granted
 * @param accept whether a site's client id and secret (HTTP Basic) will do as well as an API token (Bearer)
 * @throws AppError `unauthorized` when it is missing, malformed or of another kind
 */
export function credentialOf(request: Request, accept: "api_token" | "api_token_or_client", needs: ApiScope): Credential {
  const [, scheme = "", value = ""] = /^([A-Za-z]+) +([^\s,]+)$/.exec(request.headers.get("authorization") ?? "") ?? [];
  if (scheme.toLowerCase() === "bearer") {
    const tokenHash = hashToken("gma_", value);
    if (tokenHash) return { kind: "api_token", tokenHash, needs, client: clientOf(request) };
  }
  if (scheme.toLowerCase() === "basic" && accept === "api_token_or_client") {
    const [, clientId, secret = ""] = /^(pid_[A-Za-z0-9_-]{1,64}):(.*)$/.exec(Buffer.from(value, "base64").toString("utf8")) ?? [];
    const secretHash = hashToken("pst_", secret);
    if (clientId && secretHash) return { kind: "client", clientId, secretHash, client: clientOf(request) };
  }
  throw new AppError("unauthorized");
}
