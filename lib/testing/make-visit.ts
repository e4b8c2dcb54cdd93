import type { Visit } from "@/lib/http/visit";
import { textsOf } from "@/lib/texts";
import type { Tenant } from "./make-tenant";

/** Somebody at a page of a site that stands alone, with a browser that holds nothing. */
export function makeVisit({ context }: Tenant, more: Partial<Visit> = {}): Visit {
  return {
    context,
    visitor: { ip: "192.0.2.1", browserHash: null, program: false, language: "en", aside: (wait) => wait() },
    t: textsOf("en"),
    locale: null,
    uiLocales: null,
    query: new URLSearchParams(),
    form: {},
    state: null,
    codeChallenge: null,
    cookie: () => null,
    frame: null,
    to: null,
    browser: { userAgent: "Browser/1", session: null },
    signedIn: null,
    path: (page) => `/${context.site.slug}/${page}`,
    ...more,
  };
}
