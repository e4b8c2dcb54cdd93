import { once } from "node:events";
import { type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIPv6, type LookupFunction } from "node:net";
import { markFailed, traced } from "@/lib/kernel/trace";
import { outgoingUrlProblem } from "./outgoing-url";
import { callableAddresses, type Resolve, resolveByDns } from "./resolve-host";

const USUAL_BODY_BYTES = 65_536;
const MAX_HEADER_BYTES = 16_384;
/** How long one of several addresses may take before the next is tried beside it. */
const NEXT_ADDRESS_MS = 1_000;

/** A call to an address that a customer named. */
export type Call = {
  readonly url: string;
  readonly method: "GET" | "POST";
  /** By lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The most of an answer that is read: 64 KiB where nothing is said. */
  readonly maxBytes?: number;
};

/** What came of a call. Nothing of it is to be trusted. */
export type Outcome =
  /** `body` is at most `maxBytes` of what was sent, read as UTF-8. */
  | { readonly kind: "answered"; readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string }
  /** No answer, or none that we take. `code` is the system's word for it. Both are fit for a log. */
  | { readonly kind: "failed"; readonly reason: FailureReason; readonly code: string | null };

export type FailureReason = "address_refused" | "unknown_host" | "unreachable" | "too_slow" | "redirected" | "encoded" | "broken";

/** The network as a call finds it. Tests bring their own. */
export type Network = {
  readonly resolve: Resolve;
  /** Until the connection stands, from the question for the host's addresses on. */
  readonly connectMs: number;
  readonly totalMs: number;
  /** Whose signature counts, in PEM. Left out: the authorities that Node trusts. */
  readonly ca?: string;
};

const INTERNET: Network = { resolve: resolveByDns, connectMs: 5_000, totalMs: 10_000 };

/** Why a call ended, when it was us who ended it. */
class Ended extends Error {
  constructor(
    readonly reason: FailureReason,
    readonly code: string | null = null,
  ) {
    super(reason);
  }
}

/**
 * Calls an address that a customer named, and answers whatever comes of it. Every outgoing call of that kind goes through here.
 *
 * SECURITY: the host's addresses are asked for once, judged, and those very ones are connected to, so a name that leads
 * elsewhere a moment later gains nothing. The certificate must be the name's. No redirect is followed and nothing is
 * unpacked. A connection serves one call. An answer is cut at its most, and whoever takes too long is left.
 */
export function dial(call: Call, network: Partial<Network> = {}): Promise<Outcome> {
  return traced(
    `outgoing ${call.method}`,
    async (span) => {
      const outcome = await dialled(call, network);
      if (outcome.kind === "answered") span.setAttribute("http.response.status_code", outcome.status);
      else markFailed(span, outcome.reason);
      return outcome;
    },
    { kind: "client", attributes: { "http.request.method": call.method } },
  );
}

async function dialled(call: Call, network: Partial<Network>): Promise<Outcome> {
  const { resolve, connectMs, totalMs, ca } = { ...INTERNET, ...network };
  const end = new AbortController();
  const connecting = setTimeout(() => end.abort(new Ended("too_slow", "connect")), connectMs);
  const total = setTimeout(() => end.abort(new Ended("too_slow", "total")), totalMs);
  try {
    return await Promise.race([
      exchange(call, resolve, { signal: end.signal, ca, connected: () => clearTimeout(connecting) }),
      ending(end.signal),
    ]);
  } catch (error) {
    return error instanceof Ended ? failed(error) : failed(new Ended("broken", codeOf(error)));
  } finally {
    clearTimeout(connecting);
    clearTimeout(total);
    end.abort();
  }
}

type Exchange = { readonly signal: AbortSignal; readonly ca: string | undefined; readonly connected: () => void };
type Answer = IncomingMessage & { readonly statusCode: number };

async function exchange(call: Call, resolve: Resolve, around: Exchange): Promise<Outcome> {
  if (outgoingUrlProblem(call.url) !== null) throw new Ended("address_refused");
  const url = new URL(call.url);
  const addresses = await callableAddresses(url.hostname, resolve);
  if (addresses === null) throw new Ended("address_refused");
  if (addresses.length === 0) throw new Ended("unknown_host");
  around.signal.throwIfAborted();
  const response = await send(call, url, addresses, around);
  const { statusCode: status, headers } = response;
  if (status >= 300 && status < 400) throw new Ended("redirected", String(status));
  if ((headers["content-encoding"] ?? "identity") !== "identity") throw new Ended("encoded");
  return { kind: "answered", status, headers, body: await beginningOf(response, call.maxBytes ?? USUAL_BODY_BYTES) };
}

async function send(call: Call, url: URL, addresses: readonly string[], { signal, ca, connected }: Exchange): Promise<Answer> {
  const secure = url.protocol === "https:";
  const body = Buffer.from(call.body ?? "");
  const options = {
    method: call.method,
    headers: {
      "user-agent": "Signin-Fast",
      ...call.headers,
      "accept-encoding": "identity",
      ...(call.body === undefined ? {} : { "content-length": body.length }),
    },
    agent: false,
    lookup: pinnedTo(addresses),
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
    // Said, so that NODE_TLS_REJECT_UNAUTHORIZED cannot say otherwise.
    rejectUnauthorized: true,
    signal,
    ...(ca === undefined ? {} : { ca }),
  };
  const request = (secure ? requestHttps : requestHttp)(url, options);
  let reached = false;
  request.on("error", () => undefined);
  request.on("socket", (socket) =>
    socket.once(secure ? "secureConnect" : "connect", () => {
      reached = true;
      connected();
    }),
  );
  request.end(body);
  try {
    // Closed without an answer and without an error: it asked for another protocol.
    const closed = once(request, "close").then(() => Promise.reject(new Ended("broken")));
    const [response] = (await Promise.race([once(request, "response"), closed])) as [Answer];
    response.on("error", () => undefined);
    return response;
  } catch (error) {
    throw reached ? error : new Ended("unreachable", codeOf(error));
  }
}

/** Answers every question for a host's addresses with the ones that were judged. */
function pinnedTo(addresses: readonly string[]): LookupFunction {
  const [first, ...rest] = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  return (_hostname, { all }, answer) => {
    if (!first) answer(new Error("no address"), "");
    else if (all) answer(null, [first, ...rest]);
    else answer(null, first.address, first.family);
  };
}

async function beginningOf(response: IncomingMessage, maxBytes: number): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response) {
    parts.push(part);
    bytes += part.length;
    if (bytes >= maxBytes) break;
  }
  return new TextDecoder().decode(Buffer.concat(parts).subarray(0, maxBytes));
}

const ending = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));

const failed = ({ reason, code }: Ended): Outcome => ({ kind: "failed", reason, code });

function codeOf(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : null;
}
