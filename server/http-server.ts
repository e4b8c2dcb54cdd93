import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { refusalPage } from "@/lib/http/refusal-page";
import { REQUEST_ID_HEADER } from "@/lib/http/report";
import { restRefusal } from "@/lib/http/rest-route";
import { env } from "@/lib/kernel/env";
import { AppError } from "@/lib/kernel/errors";
import { toAppError } from "@/lib/kernel/faults";
import { dispatch, type Match, matcher, type RouteModule } from "./dispatch";
import { admit } from "./ingress";
import { ROUTES } from "./routes.gen";

/** Draws what is no route file: pages, their assets, and everything that does not exist. */
export type PageHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

type RouteMatch = Match & { module: RouteModule };

/**
 * The one HTTP server. Route files are called directly; the rest goes to Next.
 *
 * @param direct false hands everything to Next, for development: its copies of the route files reload
 */
export function createHttpServer(pages: PageHandler, { direct = true }: { direct?: boolean } = {}): Server {
  const match = matcher(ROUTES);
  const answers = new WeakMap<IncomingMessage, (request: Request) => Promise<Response>>();
  const listener = getRequestListener(
    (request, { incoming }) => (answers.get(incoming as IncomingMessage) as (request: Request) => Promise<Response>)(request),
    { overrideGlobalObjects: true },
  );
  const server = createServer({
    requestTimeout: 30_000,
    headersTimeout: 10_000,
    keepAliveTimeout: 65_000,
    connectionsCheckingInterval: 5_000,
  });
  server.on("request", (incoming, outgoing) => {
    try {
      const { path, requestId } = admit(incoming);
      setCommonHeaders(outgoing, requestId);
      const found = direct ? match(path) : null;
      if (found?.module) {
        answers.set(incoming, (request) => dispatch(request, found as RouteMatch));
        void listener(incoming, outgoing);
      } else if (direct && !found && !path.startsWith("/_next/")) {
        void refuse(new AppError("not_found"), path, outgoing);
      } else {
        pages(incoming, outgoing).catch((error: unknown) => refuse(toAppError(error), path, outgoing));
      }
    } catch (error) {
      setCommonHeaders(outgoing, null);
      void refuse(toAppError(error), incoming.url ?? "", outgoing);
    }
  });
  return server;
}

/** Headers of every answer, whoever gives it. */
function setCommonHeaders(outgoing: ServerResponse, requestId: string | null): void {
  if (requestId) outgoing.setHeader(REQUEST_ID_HEADER, requestId);
  outgoing.setHeader("x-content-type-options", "nosniff");
  if (env().appUrl.startsWith("https:")) outgoing.setHeader("strict-transport-security", "max-age=63072000; includeSubDomains");
}

const isApi = (path: string) => /^\/api(\/|$)/.test(path);

/** Answers a request that never became a web Request: what is wrong with it may be what a Request cannot hold. */
async function refuse(error: AppError, path: string, outgoing: ServerResponse): Promise<void> {
  if (outgoing.headersSent) return void outgoing.destroy();
  const standIn = new Request(env().appUrl);
  const response = isApi(path) ? restRefusal(error, standIn) : await refusalPage(error, standIn);
  outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), connection: "close" }).end(await response.text());
}
