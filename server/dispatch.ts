import { refusalPage } from "@/lib/http/refusal-page";
import { restRefusal } from "@/lib/http/rest-route";
import type { ContractedRoute, RouteHandler } from "@/lib/http/route";
import { AppError } from "@/lib/kernel/errors";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** A route file: a handler for each method it takes. */
export type RouteModule = { readonly [Method in (typeof METHODS)[number]]?: RouteHandler };

/** Where a path leads: a route file with the parameters of the path, or a page that Next draws. */
export type Match = {
  /** The address as the list of routes writes it, `/[site]/login`: nothing in it is a visitor's. */
  readonly pattern: string;
  readonly module: RouteModule | null;
  readonly params: Record<string, string | string[]>;
};

type Leaf = Pick<Match, "pattern" | "module">;
type Node = {
  readonly statics: Map<string, Node>;
  dynamic?: { name: string; node: Node };
  rest?: { name: string; leaf: Leaf };
  leaf?: Leaf;
};

/**
 * A matcher for a list of routes, with Next's own precedence: a fixed segment before a parameter before the rest.
 *
 * @returns a function from a path (as it stands in the request line, without query) to a match, or null when nothing is there
 */
export function matcher(routes: readonly (readonly [pattern: string, module: RouteModule | null])[]): (path: string) => Match | null {
  const root: Node = { statics: new Map() };
  for (const [pattern, module] of routes) add(root, pattern.split("/").filter(Boolean), { pattern, module });
  return (path) => {
    const segments = decodedSegments(path);
    return segments && find(root, segments, 0, {});
  };
}

function add(node: Node, [head, ...tail]: string[], leaf: Leaf): void {
  if (head === undefined) {
    node.leaf = leaf;
    return;
  }
  const [, rest, name] = /^\[(\.\.\.)?(.+)\]$/.exec(head) ?? [];
  if (name === undefined) {
    const next = node.statics.get(head) ?? { statics: new Map() };
    node.statics.set(head, next);
    add(next, tail, leaf);
  } else if (rest) {
    node.rest = { name, leaf };
  } else {
    node.dynamic ??= { name, node: { statics: new Map() } };
    add(node.dynamic.node, tail, leaf);
  }
}

function find(node: Node, segments: string[], at: number, params: Match["params"]): Match | null {
  const segment = segments[at];
  if (segment === undefined) return node.leaf ? { ...node.leaf, params } : null;
  const fixed = node.statics.get(segment);
  const found = fixed && find(fixed, segments, at + 1, params);
  if (found) return found;
  const byName = node.dynamic && find(node.dynamic.node, segments, at + 1, { ...params, [node.dynamic.name]: segment });
  if (byName) return byName;
  return node.rest ? { ...node.rest.leaf, params: { ...params, [node.rest.name]: segments.slice(at) } } : null;
}

/** The segments of a path, each decoded once. A trailing slash means nothing. Null: something in it can never match. */
function decodedSegments(path: string): string[] | null {
  const parts = path.split("/").slice(1);
  if (parts.at(-1) === "") parts.pop();
  const segments: string[] = [];
  for (const part of parts) {
    const segment = part.includes("%") ? decodeURIComponent(part) : part;
    if (segment === "" || segment === "." || segment === ".." || segment.includes("/") || segment.includes("\0")) return null;
    segments.push(segment);
  }
  return segments;
}

/** Answers a request with the route file that its path leads to, in the shape that the callers of this file read. HEAD is answered here for all of them, and OPTIONS for those that have nothing of their own to say. */
export async function dispatch(request: Request, { module, params }: Pick<Match, "params"> & { module: RouteModule }): Promise<Response> {
  const handler = module[request.method as (typeof METHODS)[number]];
  if (handler) return handler(request, { params });
  if (request.method === "HEAD" && module.GET) {
    const { status, headers, body } = await module.GET(request, { params });
    await body?.cancel();
    return new Response(null, { status, headers });
  }
  const allow = allowed(module);
  if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: { allow } });
  const [first] = Object.values(module) as ContractedRoute[];
  // A dialect knows the methods of each of its addresses, and says so in words of its own.
  if (first?.contract.kind === "dialect") return first(request, { params });
  const refused = new AppError("method_not_allowed");
  const refusal = first?.contract.kind === "rest" ? restRefusal(refused, request) : await refusalPage(refused, request);
  refusal.headers.set("allow", allow);
  return refusal;
}

/** The Allow header of a route file. */
export function allowed(module: RouteModule): string {
  const methods = METHODS.filter((method) => module[method]);
  return [...new Set([...methods, ...(module.GET ? ["HEAD"] : []), "OPTIONS"])].join(", ");
}
