import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { refusalPage } from "@/lib/http/refusal-page";
import { REQUEST_ID_HEADER } from "@/lib/http/report";
import { restRefusal } from "@/lib/http/rest-route";
import type { ContractedRoute } from "@/lib/http/route";
import { env } from "@/lib/kernel/env";
import { AppError } from "@/lib/kernel/errors";
import { toAppError } from "@/lib/kernel/faults";
import { commonHeaders } from "./common-headers";
import { capConnections } from "./connection-cap";
import { discardRest } from "./discard-rest";
import { allowed, dispatch, type Match, matcher, type RouteModule } from "./dispatch";
import { fewAtOnce } from "./few-at-once";
import { admit, newRequestId, pathOf } from "./ingress";
import { METRICS_PATH } from "./metrics/endpoint";
import { requireOwnForm } from "./own-form";
import { PAGE_METHODS, requireFitPageRequest, tellUnreadableAction } from "./page-requests";
import { answerParserRefusals } from "./parser-refusals";
import { ROUTES } from "./routes.gen";
import { type Witness, watchRequest } from "./seen-request";
import { refuseSlowBody } from "./slow-bodies";
import { traceRequest } from "./trace-request";

/** Draws what is no route file: pages, their assets, and everything that does not exist. */
export type PageHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

type RouteMatch = Match & { module: RouteModule };

/** What a server is given beside its pages. */
export type ServerOptions = {
  /** False hands everything to Next, for development: its copies of the route files reload. */
  readonly direct?: boolean;
  /** How long a body may take to arrive, for tests. */
  readonly arrivalMs?: number | undefined;
  /** Who is told of each request. */
  readonly witnesses?: readonly Witness[];
  /** Answers Prometheus on this port. Before anything else is looked at: it asks for an address, not for our host name. */
  readonly metrics?: RequestListener | null;
};

/** Where the match waits for the listener, on the request itself: a WeakMap would cost the collector as much as the answer. */
const FOUND = Symbol("found");
type Admitted = IncomingMessage & { [FOUND]?: RouteMatch };

/** The one HTTP server. Route files are called directly; the rest goes to Next. */
export function createHttpServer(
  pages: PageHandler,
  { direct = true, arrivalMs, witnesses = [], metrics = null }: ServerOptions = {},
): Server {
  const match = matcher(ROUTES);
  const listener = getRequestListener((request, { incoming }) => dispatch(request, (incoming as Admitted)[FOUND] as RouteMatch), {
    overrideGlobalObjects: true,
  });
  const server = createServer({
    requestTimeout: 0,
    headersTimeout: 10_000,
    keepAliveTimeout: 65_000,
    connectionsCheckingInterval: 5_000,
    requireHostHeader: false,
  });
  answerParserRefusals(server);
  capConnections(server);
  const begin = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const requestId = newRequestId();
    for (const [name, value] of Object.entries(commonHeaders(requestId))) outgoing.setHeader(name, value);
    if (metrics && incoming.url === METRICS_PATH) return void metrics(incoming, outgoing);
    let pattern = NOWHERE;
    if (witnesses.length > 0) watchRequest(witnesses, requestId, incoming, outgoing, () => pattern);
    const refused = (thrown: unknown) => {
      const error = toAppError(thrown);
      const path = pathOf(incoming);
      if (error.code === "method_not_allowed") outgoing.setHeader("allow", allowHeader(match(path)));
      void refuse(error, path, requestId, outgoing);
    };
    traceRequest(
      requestId,
      incoming,
      outgoing,
      () => pattern,
      () => {
        try {
          const path = admit(incoming, requestId);
          const route = match(path);
          pattern = route?.pattern ?? (isAsset(path) ? ASSETS : NOWHERE);
          const found = direct ? route : null;
          const upload = isUpload(route, incoming);
          refuseSlowBody(server, incoming, { isUpload: upload, arrivalMs });
          if (upload) discardRest(incoming, outgoing);
          if (found?.module) {
            (incoming as Admitted)[FOUND] = found as RouteMatch;
            void listener(incoming, outgoing);
          } else if (direct && !found && !isAsset(path)) {
            refused(new AppError("not_found"));
          } else {
            if (direct) {
              requireOwnForm(incoming);
              requireFitPageRequest(incoming, path);
              tellUnreadableAction(incoming, outgoing);
            }
            pages(incoming, outgoing).catch(refused);
          }
        } catch (error) {
          refused(error);
        }
      },
    );
  };
  server.on("request", fewAtOnce(begin));
  return server;
}

const isUpload = (found: Match | null, { method }: IncomingMessage) => {
  const handler = found?.module?.[method as keyof RouteModule] as ContractedRoute | undefined;
  return handler?.contract.operation?.isUpload === true || handler?.contract.isUpload === true;
};

const allowHeader = (found: Match | null) => (found?.module ? allowed(found.module) : PAGE_METHODS);

/** What Next has built for its pages. A path that only looks so and leads elsewhere is none. */
const isAsset = (path: string) => path.startsWith("/_next/static/") && !/(^|\/)\.{1,2}(\/|$)/.test(decodeURIComponent(path));

/** What stands for a pattern where there is none. */
const [ASSETS, NOWHERE] = ["/_next/static", "none"];

const isApi = (path: string) => /^\/api(\/|$)/.test(path);

/** Answers a request that never became a web Request: what is wrong with it may be what a Request cannot hold. */
async function refuse(error: AppError, path: string, requestId: string, outgoing: ServerResponse): Promise<void> {
  if (outgoing.headersSent) return void outgoing.destroy();
  const standIn = new Request(env().appUrl, { headers: { [REQUEST_ID_HEADER]: requestId } });
  const response = isApi(path) ? restRefusal(error, standIn) : await refusalPage(error, standIn);
  outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), connection: "close" }).end(await response.text());
}
