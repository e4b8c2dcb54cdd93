import type { z } from "zod";
import type { ApiScope } from "@/lib/kernel/api-scopes";

/** What the framework and our own dispatch hand to a route: the parameters of its path. */
export type RouteContext = { params: Promise<Record<string, string | string[]>> | Record<string, string | string[]> };

/** A route: a plain function of the web's own types. */
export type RouteHandler = (request: Request, context: RouteContext) => Promise<Response>;

/** What a route says about itself; lists, documentation and sweeps are made from it. */
export type RouteContract = {
  readonly kind: "rest" | "hosted" | "public" | "dialect";
  /** What a caller has to show. */
  readonly credential: "none" | "api_token" | "api_token_or_client";
  /** Set on a page for whoever is signed in in this browser: others are sent to do so, and it takes forms of our own pages alone. */
  readonly browserSession?: true;
  /** What an API token must have been granted to be let in. */
  readonly scope?: ApiScope | undefined;
  /** Set on a hosted address that shows nothing of its own: visitors pass it on their way to a provider and back. */
  readonly leadsOn?: true;
  /** As in `Operation`, for a route of the dashboard. */
  readonly isUpload?: true;
  /** The statuses this route answers with on purpose, beside 500 and 503. */
  readonly statuses: readonly number[];
  /** What the API's reader is told of it; a route of the API has one. */
  readonly operation?: Operation;
};

/** The statuses of the API's successes. */
export type SuccessStatus = 200 | 201 | 202;

/** One operation of the API. Its shapes are those that the route itself reads with, so the documentation cannot say others. */
export type Operation = {
  /** Its name in generated clients: `listSiteUsers`. */
  readonly operation: string;
  /** What it does, as an order: "List site users". */
  readonly summary: string;
  /** What a caller has to know besides. */
  readonly description?: string | undefined;
  /** Set on what is about the whole account: a token that reaches one site only is refused. */
  readonly wholeAccount?: true;
  readonly params?: z.ZodType | undefined;
  readonly query?: z.ZodType | undefined;
  readonly body?: z.ZodType | undefined;
  /** The body is a file: large, of any kind, and as slow as it likes, as long as it goes on. The handler reads it; see `readUpload`. */
  readonly isUpload?: true;
  /** The media type of the success, where that is no JSON. */
  readonly download?: string;
  /** The most that the body may be, where it is not the usual 64 kB. */
  readonly maxBodyBytes?: number;
  /** For how many seconds a POST with an Idempotency-Key is given its first answer again, where that is not a day. */
  readonly replayedForS?: number;
  /** Set on what reads a single resource: its answer has an ETag, and who has it already is told 304. */
  readonly conditional?: true;
  /** The JSON of each success. */
  readonly responses: { readonly [Status in SuccessStatus]?: z.ZodType };
};

/** A route with its contract on it. */
export type ContractedRoute = RouteHandler & { readonly contract: RouteContract };

/** Puts the contract on the handler. */
export function contracted(contract: RouteContract, handler: RouteHandler): ContractedRoute {
  return Object.assign(handler, { contract });
}

/** The routes of the API: the pattern of each address, and what answers each method. */
export type ApiRoutes = readonly (readonly [
  pattern: string,
  module: { readonly [Method in "GET" | "POST" | "PATCH" | "PUT" | "DELETE"]?: ContractedRoute },
])[];
