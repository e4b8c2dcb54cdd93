import type { Schema } from "@/lib/rest/json-schema";
import type { ApiRoutes, Operation } from "../route";
import { type OperationObject, operationObject, statusesOf } from "./operation";
import { type RefusalObject, refusalResponses } from "./refusals";
import { resourceOf, type Tag, tagsOf } from "./resources";
import { schemaCollector } from "./schemas";

/** The methods of the API, in the order in which a reader wants them. */
const METHODS = ["GET", "POST", "PATCH", "PUT", "DELETE"] as const;
type Method = Lowercase<(typeof METHODS)[number]>;

/** An OpenAPI 3.1 document, as far as ours goes. */
export type OpenApiDocument = {
  readonly openapi: "3.1.1";
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly [{ readonly url: string }];
  readonly tags: readonly Tag[];
  readonly paths: { readonly [path: string]: { readonly [M in Method]?: OperationObject } };
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, RefusalObject>>;
    readonly securitySchemes: typeof SECURITY_SCHEMES;
  };
};

const SECURITY_SCHEMES = {
  api_token: { type: "http", scheme: "bearer", description: "An API token of your account: gma_…" },
  client: { type: "http", scheme: "basic", description: "A site’s client ID and client secret. They reach that site’s sign-ins only." },
} as const;

const DESCRIPTION = `Everything the dashboard does with sites and users, for your programs. JSON in, JSON out.

Another account’s records do not exist for your token: they answer 404, like ids that nobody has.

Every answer says in \`RateLimit-Limit\`, \`RateLimit-Remaining\` and \`RateLimit-Reset\` how many requests your credential has left, and for how many seconds that count runs.`;

/** What every route says of itself, as one OpenAPI document. */
export function openApiDocument(routes: ApiRoutes, appUrl: string): OpenApiDocument {
  const collector = schemaCollector();
  const paths = routes.map(([pattern, module]) => {
    const operations = METHODS.flatMap((method) => {
      const contract = module[method]?.contract;
      if (!contract?.operation) return [];
      const operation = method === "PUT" && module.PUT === module.PATCH ? alsoByPut(contract.operation) : contract.operation;
      return [[method.toLowerCase(), operationObject(resourceOf(pattern), method, { ...contract, operation }, collector)] as const];
    });
    return [pattern.replace(/\[(\w+)\]/g, "{$1}"), Object.fromEntries(operations)] as const;
  });
  const statuses = routes.flatMap(([, module]) => Object.entries(module).flatMap(([method, { contract }]) => statusesOf(method, contract)));
  const responses = refusalResponses(statuses, collector);
  return {
    openapi: "3.1.1",
    info: { title: "Signin Fast", version: "1.0.0", description: DESCRIPTION },
    servers: [{ url: appUrl }],
    tags: tagsOf(routes.map(([pattern]) => resourceOf(pattern))),
    paths: Object.fromEntries(paths),
    components: { schemas: collector.schemas, responses, securitySchemes: SECURITY_SCHEMES },
  };
}

/** An operation needs a name of its own, also where two methods do the same. */
const alsoByPut = (operation: Operation): Operation => ({
  ...operation,
  operation: `${operation.operation}ByPut`,
  description: "The same as PATCH.",
});
