import type { z } from "zod";
import { type AccountContext, type ApiTokenCredential, type Credential, ownerOfCredential, type SiteContext } from "@/lib/db/resolve";
import type { ApiScope } from "@/lib/kernel/api-scopes";
import { AppError, type AppError as Refusal } from "@/lib/kernel/errors";
import { toAppError } from "@/lib/kernel/faults";
import { fieldIssues, fieldLabel } from "@/lib/kernel/fields";
import { type refusalShape, refusalTitle } from "@/lib/rest/refusal";
import { type ApiBudget, apiBudget } from "./api-budget";
import { conditional } from "./conditional";
import { credentialOf } from "./credentials";
import { IDEMPOTENCY_KEY_HEADER, type Kept, onceForKey } from "./idempotency";
import { jsonResponse } from "./json-response";
import { readJson, readJsonText } from "./read-json";
import { REQUEST_ID_HEADER, report } from "./report";
import { type ContractedRoute, contracted, type Operation, type RouteContext, type RouteContract, type SuccessStatus } from "./route";

/** Which credentials a route takes, and what its handler gets of them. */
type Access = {
  /** Open to everybody. */
  none: Record<never, never>;
  /** An account's API token; the handler acts for that account. */
  api_token: { account: AccountContext };
  /** The same, not looked up yet: the handler's one statement does that itself. */
  unchecked_api_token: { credential: ApiTokenCredential };
  /** An API token, or a site's client id and secret, not looked up yet either. */
  unchecked_api_token_or_client: { credential: Credential };
};

/** What a caller has to show for each of them. */
const SHOWN = {
  none: "none",
  api_token: "api_token",
  unchecked_api_token: "api_token",
  unchecked_api_token_or_client: "api_token_or_client",
} as const satisfies Record<keyof Access, RouteContract["credential"]>;

/** What an API token must have been granted, where one is needed. */
type Needs<Kind extends keyof Access> = Kind extends "none" ? { readonly scope?: undefined } : { readonly scope: ApiScope };

type Definition<
  Kind extends keyof Access,
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Responses extends Operation["responses"],
> = Needs<Kind> &
  Operation & {
    readonly credential: Kind;
    readonly params?: Params;
    readonly query?: Query;
    /** The shape of the JSON body. Values are judged by the use-case; here it is types and known keys. */
    readonly body?: Body;
    readonly responses: Responses;
    /** Statuses this route refuses with on purpose, beside 401, 413, 500 and 503. */
    readonly refusals: readonly number[];
    handle(
      input: Access[Kind] & { params: z.output<Params>; query: z.output<Query>; body: z.output<Body>; request: Request },
    ): Promise<Answers<Responses>>;
    /** Makes sure that an answer which is kept for an Idempotency-Key may still be given. */
    mayReplay?(input: Access[Kind] & { params: z.output<Params> }): Promise<void>;
  };

/** The answers that fit what a route says of them. */
type Answers<Responses> = { [Status in keyof Responses]: JsonResponse<Status, z.output<Responses[Status]>> }[keyof Responses];

/** A response whose status and JSON the compiler knows. */
interface JsonResponse<Status, Body> extends Response {
  readonly status: Status & number;
  json(): Promise<Body>;
}

/**
 * A route of the REST API: credential, then path and query, then body, then the use-case; every refusal as
 * `{error, messages}`. Who shows no valid credential gets 401, whatever else is wrong.
 *
 * SECURITY: authorization is here and in the scoped handle that the handler gets, nowhere else. No CORS header is ever
 * sent: this API is for backends.
 */
export function restRoute<
  Kind extends keyof Access,
  Responses extends Operation["responses"],
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
>(definition: Definition<Kind, Params, Query, Body, Responses>): ContractedRoute {
  const { handle, mayReplay, credential: kind, scope, refusals, ...operation } = definition;
  const statuses = [
    ...Object.keys(operation.responses).map(Number),
    ...refusals,
    ...(kind === "none" ? [] : [401, 403, 429]),
    ...(operation.body || operation.isUpload ? [413] : []),
  ];
  const contract: RouteContract = { kind: "rest", credential: SHOWN[kind], scope, statuses, operation };
  return contracted(contract, async (request, context) => {
    let credential: Credential | null = null;
    let budget: ApiBudget | null = null;
    try {
      credential = shownBy(request, contract);
      budget = credential && apiBudget(secretHash(credential));
      budget?.requireRoom();
      const account = credential && kind === "api_token" ? await admit(credential, operation) : null;
      const params = operation.params ? readPart(operation.params, await pathParams(context)) : undefined;
      const query = operation.query ? readPart(operation.query, queryParams(request)) : undefined;
      if (operation.isUpload && request.headers.has(IDEMPOTENCY_KEY_HEADER)) throw noKeyForFiles();
      const text = operation.body ? await readJsonText(request, operation.body, operation.maxBodyBytes) : "";
      const body = operation.body ? readJson(text, operation.body) : undefined;
      const work = () => handle({ account, credential, params, query, body, request } as never);
      const asked = {
        body: text,
        keptForS: operation.replayedForS ?? DAY_S,
        mayReplay: async () => mayReplay?.({ account, credential, params } as never),
      };
      const answer = credential ? await once(request, { credential, account, ...asked }, work) : await work();
      const response = operation.conditional ? await conditional(request, answer) : answer;
      return budget ? budget.spend(response) : response;
    } catch (error) {
      const refusal = await refusalFor(credential, toAppError(error)).catch(toAppError);
      const response = restRefusal(refusal, request);
      return budget && refusal.status !== 401 && refusal.status < 500 ? budget.spend(response) : response;
    }
  });
}

/** An answer of the REST API. */
export function json<Body extends object, Status extends SuccessStatus = 200>(
  body: Body,
  status: Status = 200 as Status,
  headers: Record<string, string> = {},
): JsonResponse<Status, Body> {
  return jsonResponse(JSON.stringify(body), status, headers) as JsonResponse<Status, Body>;
}

/** A refusal in the REST API's own shape. */
export function restRefusal(error: Refusal, request: Request): Response {
  report(error, request);
  const messages = error.issues.length > 0 ? [...new Set(error.issues.map(({ message }) => message))] : [withReference(error, request)];
  const body: z.output<typeof refusalShape> = { error: refusalTitle(error.status), messages };
  return jsonResponse(JSON.stringify(body), error.status, {
    ...(error.status === 401 ? { "www-authenticate": "Bearer" } : {}),
    ...(error.retryAfterS === undefined ? {} : { "retry-after": String(error.retryAfterS) }),
  });
}

/** What went wrong on our side is said with the name that the log has for the request. */
function withReference({ code, message }: Refusal, request: Request): string {
  const id = code === "internal" ? request.headers.get(REQUEST_ID_HEADER) : null;
  return id === null ? message : `${message} (request ${id})`;
}

const shownBy = (request: Request, { credential, scope }: RouteContract) =>
  credential === "none" || scope === undefined ? null : credentialOf(request, credential, scope);

const secretHash = (credential: Credential) => (credential.kind === "client" ? credential.secretHash : credential.tokenHash);

/** For how long the answer to a keyed request is given again, where its route does not say less. */
const DAY_S = 86_400;

type Caller = {
  readonly credential: Credential;
  readonly account: AccountContext | SiteContext | null;
} & Kept;

/** A file is not read twice, so nothing could tell whether another one came with the same key. */
const noKeyForFiles = () =>
  new AppError("bad_request", {
    issues: [{ path: "", message: "Idempotency-Key is not taken with a file; the same file again changes nothing" }],
  });

/** Does the work of a request, once for its Idempotency-Key where it says one. */
async function once(request: Request, { credential, account, ...asked }: Caller, work: () => Promise<Response>): Promise<Response> {
  if (request.method !== "POST" || !request.headers.has(IDEMPOTENCY_KEY_HEADER)) return work();
  return onceForKey(request, account ?? (await owner(credential)), secretHash(credential), asked, work);
}

/** @throws AppError `unauthorized`, `missing_scope` */
async function owner(credential: Credential): Promise<AccountContext | SiteContext> {
  const found = await ownerOfCredential(credential);
  if (!found) throw new AppError("unauthorized");
  return found;
}

async function admit(credential: Credential, { wholeAccount }: { readonly wholeAccount?: true }): Promise<AccountContext | SiteContext> {
  const account = await owner(credential);
  if (wholeAccount && "onlySite" in account.scope && account.scope.onlySite !== null) throw oneSiteOnly();
  return account;
}

const oneSiteOnly = () => new AppError("missing_scope", { issues: [{ path: "", message: "This API token reaches one site only" }] });

/** SECURITY: what is wrong with a request is told to nobody whose credential has not been looked up. */
async function refusalFor(credential: Credential | null, error: Refusal): Promise<Refusal> {
  if (!credential || error.status === 401 || error.code === "missing_scope" || error.status >= 500) return error;
  return (await ownerOfCredential(credential)) ? error : new AppError("unauthorized");
}

async function pathParams(context: RouteContext): Promise<Record<string, unknown>> {
  return { ...(await context.params) };
}

/** The query as an object. SECURITY: a name said twice is refused, so no two readers of one URL can disagree. */
function queryParams(request: Request): Record<string, string> {
  const at = request.url.indexOf("?");
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(at < 0 ? "" : request.url.slice(at))) {
    if (Object.hasOwn(query, name))
      throw new AppError("bad_request", { issues: [{ path: name, message: `${fieldLabel(name)} is given twice` }] });
    if (name !== "__proto__") query[name] = value;
  }
  return query;
}

function readPart<Shape extends z.ZodType>(shape: Shape, value: unknown): z.output<Shape> {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  throw new AppError("bad_request", { issues: fieldIssues(result.error) });
}
