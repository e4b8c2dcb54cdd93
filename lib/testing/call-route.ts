import type { RouteModule } from "@/server/dispatch";
import { dispatch, matcher } from "@/server/dispatch";
import { ROUTES } from "@/server/routes.gen";
import { expectDocumented } from "./documented";

const match = matcher(ROUTES);

type Call = {
  token?: string;
  json?: unknown;
  form?: Record<string, string>;
  headers?: Record<string, string>;
  body?: string | ReadableStream;
};

/** Calls the route behind an address as the server would, without a socket. What the API answers has to be as it is documented. */
export async function call(method: string, path: string, { token, json, form, headers = {}, body }: Call = {}): Promise<Response> {
  const url = new URL(path, "http://signin.localhost");
  const found = match(url.pathname);
  if (!found?.module) throw new Error(`No route file answers ${path}`);
  const sent = json !== undefined ? JSON.stringify(json) : form ? new URLSearchParams(form).toString() : body;
  const type = json !== undefined ? "application/json" : form ? "application/x-www-form-urlencoded" : undefined;
  const init: RequestInit & { duplex: "half" } = {
    method,
    body: sent,
    duplex: "half",
    headers: {
      host: url.host,
      ...(type ? { "content-type": type } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
  };
  const module: RouteModule = found.module;
  const response = await dispatch(new Request(url, init), { ...found, module });
  await expectDocumented(module, method, response);
  return response;
}

/** Status and JSON body of an answer, for whole comparisons. */
export async function answer(response: Promise<Response>): Promise<{ status: number; body: unknown }> {
  const { status, text } = await response.then(async (ready) => ({ status: ready.status, text: await ready.text() }));
  return { status, body: text === "" ? null : JSON.parse(text) };
}
