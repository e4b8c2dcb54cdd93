import type { z } from "zod";
import type { SessionClient } from "@/lib/core/sessions/begin-session";
import type { Visitor } from "@/lib/core/sign-in/visitor";
import type { SiteContext } from "@/lib/db/resolve";
import type { AppError } from "@/lib/kernel/errors";
import type { Cookie } from "./cookie";

/** Where in a site's addresses a dialect answers: `APP_URL/{slug}/auth/…` and so on. Two may share a place; none of their addresses is the same. */
export type Mount = "auth" | "api" | "fasteditor";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A request as a dialect reads it. */
export type WireRequest = {
  readonly site: SiteContext;
  readonly method: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** Each cookie by its name, as often as it was sent. */
  readonly cookies: ReadonlyMap<string, readonly string[]>;
  /** The JSON that was sent; undefined: nothing was. */
  readonly body: unknown;
  /** What stands in the address in place of `{name}`. */
  readonly params: Readonly<Record<string, string>>;
  /** The origin of the page that asks, when it is one of the site's own or ours. Null: a program asks, or a page of the same origin that says none. */
  readonly origin: string | null;
  readonly visitor: Visitor;
  readonly client: SessionClient;
};

/** An answer as a dialect writes it. Without a body there is none, whatever the status. */
export type WireResponse = {
  readonly status: number;
  readonly body?: object | boolean | string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly Cookie[];
};

/** One address of a dialect. */
export type DialectRoute = {
  readonly method: Method;
  /** Behind the mount, with a slash: `/signin`. `{name}` stands for any one segment. */
  readonly path: string;
  /** Set where a password is hashed: it waits for its turn, and is refused early when too many wait. */
  readonly hashes?: true;
  /** The statuses that it answers with on purpose. */
  readonly statuses: readonly number[];
  /** Refusals may be thrown; they are answered by the dialect's `refuse`, unless the route has words of its own for them. */
  handle(request: WireRequest): Promise<WireResponse>;
  /** Its own words for a refusal, where those of the dialect will not do. Null: they will. */
  refuse?(error: AppError, request?: WireRequest): WireResponse | null;
};

/** One wire format of the sign-in use-cases. */
export type Dialect = {
  readonly id: string;
  /** As a person calls it. */
  readonly name: string;
  readonly mount: Mount;
  /** What a customer may set for it; `enabled` is among it. */
  readonly settings: z.ZodObject;
  readonly routes: readonly DialectRoute[];
  /** What pages of the site's own origins may send and read besides what is always allowed. Null: it is for backends only. */
  readonly browsers: { readonly sends: readonly string[]; readonly reads: readonly string[] } | null;
  /** A refusal in its own shape. Never with a secret, and never HTML. `request`: what is refused, where it could be read and is this dialect's. */
  refuse(error: AppError, request?: WireRequest): WireResponse;
};
