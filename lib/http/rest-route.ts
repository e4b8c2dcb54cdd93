import { z } from "zod";
import { type AccountContext, type ApiTokenCredential, type Credential, ownerOfCredential } from "@/lib/db/resolve";
import type { ApiScope } from "@/lib/kernel/api-scopes";
import { AppError, type AppError as Refusal } from "@/lib/kernel/errors";
import { toAppError } from "@/lib/kernel/faults";
import { fieldIssues, fieldLabel } from "@/lib/kernel/fields";
import { type refusalShape, refusalTitle } from "@/lib/rest/refusal";
import { credentialOf } from "./credentials";
import { readBody } from "./read-body";
import { report } from "./report";
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
  const { handle, credential: kind, scope, refusals, ...operation } = definition;
  const credential: keyof Access = kind;
  const statuses = [
    ...Object.keys(operation.responses).map(Number),
    ...refusals,
    ...(credential === "none" ? [] : [401, 403]),
    ...(operation.body || operation.isUpload ? [413] : []),
  ];
  const contract: RouteContract = { kind: "rest", credential: SHOWN[credential], scope, statuses, operation };
  return contracted(contract, async (request, context) => {
    let access: object = {};
    try {
      access = await admit(request, definition);
      const params = operation.params ? readPart(operation.params, await pathParams(context)) : undefined;
      const query = operation.query ? readPart(operation.query, queryParams(request)) : undefined;
      const body = operation.body ? await readJson(request, operation.body) : undefined;
      return await handle({ ...access, params, query, body, request } as never);
    } catch (error) {
      return restRefusal(await refusalFor(access, toAppError(error)).catch(toAppError), request);
    }
  });
}

/** An answer of the REST API. */
export function json<Body extends object, Status extends SuccessStatus = 200>(
  body: Body,
  status: Status = 200 as Status,
  headers: Record<string, string> = {},
): JsonResponse<Status, Body> {
  return new Response(JSON.stringify(body), { status, headers: { ...HEADERS, ...headers } }) as JsonResponse<Status, Body>;
}

const HEADERS = {
  "content-type": "application/json; charset=utf-8",
  "cache-control": "no-store",
  "cross-origin-resource-policy": "same-origin",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
};

/** A refusal in the REST API's own shape. */
export function restRefusal(error: Refusal, request: Request): Response {
  report(error, request);
  const messages = error.issues.length > 0 ? [...new Set(error.issues.map(({ message }) => message))] : [error.message];
  const headers = new Headers(HEADERS);
  if (error.status === 401) headers.set("www-authenticate", "Bearer");
  if (error.retryAfterS !== undefined) headers.set("retry-after", String(error.retryAfterS));
  return new Response(JSON.stringify({ error: refusalTitle(error.status), messages } satisfies z.output<typeof refusalShape>), {
    status: error.status,
    headers,
  });
}

type Admission = { readonly credential: keyof Access; readonly scope?: ApiScope | undefined; readonly wholeAccount?: true };

async function admit(request: Request, { credential: kind, scope, wholeAccount }: Admission): Promise<object> {
  if (kind === "none" || scope === undefined) return {};
  const credential = credentialOf(request, SHOWN[kind], scope);
  if (kind !== "api_token") return { credential };
  const account = await ownerOfCredential(credential);
  if (!account) throw new AppError("unauthorized");
  if (wholeAccount && "onlySite" in account.scope && account.scope.onlySite !== null) throw oneSiteOnly();
  return { account };
}

const oneSiteOnly = () => new AppError("missing_scope", { issues: [{ path: "", message: "This API token reaches one site only" }] });

/** SECURITY: what is wrong with a request is told to nobody whose credential has not been looked up. */
async function refusalFor(access: { credential?: Credential }, error: Refusal): Promise<Refusal> {
  if (!access.credential || error.status === 401 || error.code === "missing_scope" || error.status >= 500) return error;
  return (await ownerOfCredential(access.credential)) ? error : new AppError("unauthorized");
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

/**
 * The JSON body in its declared shape.
 *
 * @throws AppError `bad_request` for what is not JSON or lacks its wrapper; `invalid` for wrong types and unknown keys
 */
async function readJson<Shape extends z.ZodType>(request: Request, shape: Shape): Promise<z.output<Shape>> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  const text = await readBody(request);
  if (text !== "" && type !== "application/json") {
    throw new AppError("bad_request", { issues: [{ path: "", message: "Content type must be application/json" }] });
  }
  const value = parseJson(text);
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const wrapper = result.error.issues.find(({ path, code }) => path.length <= 1 && code === "invalid_type" && isMissingObject(value, path));
  if (wrapper) throw new AppError("bad_request", { issues: [{ path: "", message: wrapperMessage(wrapper.path) }] });
  throw new AppError("invalid", { issues: bodyIssues(result.error) });
}

/**
 * SECURITY: an object that says a name twice is refused, so no two readers of one body can disagree. In valid JSON a text
 * before a colon is a name and nothing else is; there are as many of them as the value has names, unless one is said twice.
 */
function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AppError("bad_json");
  }
  let said = 0;
  for (const [, colon] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)) said += colon ? 1 : 0;
  if (said !== countNames(value)) throw new AppError("bad_request", { issues: [{ path: "", message: "The body names a field twice" }] });
  return value;
}

/** All names in a value, at any depth. Without recursion: the depth is the caller's choice. */
function countNames(value: unknown): number {
  const parts = [value];
  let names = 0;
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    if (typeof part !== "object" || part === null) continue;
    const inner = Object.values(part);
    if (!Array.isArray(part)) names += inner.length;
    parts.push(...inner);
  }
  return names;
}

/** True when the body itself, or the object that a whole resource is wrapped in, is not there. */
function isMissingObject(value: unknown, path: PropertyKey[]): boolean {
  if (path.length === 0) return true;
  const part = (value as Record<PropertyKey, unknown>)[path[0] as PropertyKey];
  return ["site", "site_user", "export"].includes(String(path[0])) && (typeof part !== "object" || part === null || Array.isArray(part));
}

const wrapperMessage = (path: PropertyKey[]) =>
  path.length === 0 ? "The body must be a JSON object" : `The body must have an object "${String(path[0])}"`;

function bodyIssues(error: z.ZodError) {
  return error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ path: key, message: `${fieldLabel(key)} is not a known field` }))
      : fieldIssues(new z.ZodError([issue])),
  );
}
