import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { API_ROUTES } from "@/app/api/routes.gen";
import { openApiDocument } from "@/lib/http/openapi/document";
import type { RouteModule } from "@/server/dispatch";

/** The product's own document of its API. */
export const DOCUMENT = openApiDocument(API_ROUTES, "http://signin.localhost");

const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
ajv.addSchema(DOCUMENT, "openapi.json");

/** How the document judges a value, by the schema at a place in it. */
export function judgeAt(...place: string[]): ValidateFunction {
  const pointer = place.map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  const judge = ajv.getSchema(`openapi.json#${pointer}`);
  if (!judge) throw new Error(`The document of the API has nothing at ${pointer}`);
  return judge;
}

const documentedPath = (pattern: string) => pattern.replace(/\[(\w+)\]/g, "{$1}");
const paths = new Map(API_ROUTES.map(([pattern, module]) => [module as RouteModule, documentedPath(pattern)]));

/**
 * Holds an answer of the API against the document: its status is told of, and its body is what is told, with nothing more in
 * it. Answers of other routes pass.
 *
 * @throws Error that says what differs
 */
export async function expectDocumented(module: RouteModule, method: string, response: Response): Promise<void> {
  const path = paths.get(module);
  if (path === undefined || method === "HEAD" || method === "OPTIONS") return;
  const [key, status] = [method.toLowerCase() as "get", String(response.status)];
  const operation = DOCUMENT.paths[path]?.[key];
  if (operation && !operation.responses[status]) throw new Error(`${method} ${path} is not documented to answer ${status}`);
  if (response.status === 304) return;
  const refused = response.status >= 400;
  const [mediaType = ""] = (response.headers.get("content-type") ?? "").split(";");
  const told = operation?.responses[status];
  if (told && "content" in told && !(mediaType in told.content))
    throw new Error(`${method} ${path} is not documented to answer ${mediaType}`);
  if (mediaType !== "application/json") return;
  const judge = refused ? judgeAt("components", "schemas", "Refusal") : judgeAt("paths", path, key, "responses", status, ...CONTENT);
  const body = await response.clone().json();
  if (!judge(body)) throw new Error(`${method} ${path} ${status}: ${ajv.errorsText(judge.errors)} in ${JSON.stringify(body)}`);
}

const CONTENT = ["content", "application/json", "schema"];
