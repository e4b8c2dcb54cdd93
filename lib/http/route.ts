import type { ApiScope } from "@/lib/kernel/api-scopes";

/** What the framework and our own dispatch hand to a route: the parameters of its path. */
export type RouteContext = { params: Promise<Record<string, string | string[]>> | Record<string, string | string[]> };

/** A route: a plain function of the web's own types. */
export type RouteHandler = (request: Request, context: RouteContext) => Promise<Response>;

/** What a route says about itself; lists, documentation and sweeps are made from it. */
export type RouteContract = {
  readonly kind: "rest" | "hosted" | "public";
  /** What a caller has to show. */
  readonly credential: "none" | "api_token" | "api_token_or_client";
  /** What an API token must have been granted to be let in. */
  readonly scope?: ApiScope | undefined;
  /** Its body is large and may take its time, as long as it goes on. */
  readonly isUpload?: boolean;
  /** The statuses this route answers with on purpose, beside 500 and 503. */
  readonly statuses: readonly number[];
};

/** A route with its contract on it. */
export type ContractedRoute = RouteHandler & { readonly contract: RouteContract };

/** Puts the contract on the handler. */
export function contracted(contract: RouteContract, handler: RouteHandler): ContractedRoute {
  return Object.assign(handler, { contract });
}
