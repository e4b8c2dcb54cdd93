import { join } from "node:path";
import { build } from "esbuild";
import { inject } from "vitest";
import type { Site } from "../api";

/** What the page below shows to whoever works it. */
export type Acme = {
  readonly Session: typeof import("supertokens-web-js/recipe/session");
  readonly EmailPassword: typeof import("supertokens-web-js/recipe/emailpassword");
  readonly Passwordless: typeof import("supertokens-web-js/recipe/passwordless");
  readonly Multitenancy: typeof import("supertokens-web-js/recipe/multitenancy");
  readonly EmailVerification: typeof import("supertokens-web-js/recipe/emailverification");
};

declare global {
  interface Window {
    acme: Acme;
  }
}

/** How the client keeps its tokens. */
export type Mode = "cookie" | "header";

/** A customer's page with the client of SuperTokens as its documentation has it, in one script. */
export async function pageScript({ slug }: Site, mode: Mode): Promise<string> {
  const appInfo = { appName: "Acme", apiDomain: inject("baseUrl"), apiBasePath: `/${slug}/auth` };
  const contents = `
    import SuperTokens from "supertokens-web-js";
    import * as Session from "supertokens-web-js/recipe/session";
    import * as EmailPassword from "supertokens-web-js/recipe/emailpassword";
    import * as Passwordless from "supertokens-web-js/recipe/passwordless";
    import * as Multitenancy from "supertokens-web-js/recipe/multitenancy";
    import * as EmailVerification from "supertokens-web-js/recipe/emailverification";
    SuperTokens.init({
      appInfo: ${JSON.stringify(appInfo)},
      recipeList: [Session.init({ tokenTransferMethod: "${mode}" }), EmailPassword.init(), Passwordless.init(), Multitenancy.init(), EmailVerification.init()],
    });
    window.acme = { Session, EmailPassword, Passwordless, Multitenancy, EmailVerification };`;
  const { outputFiles } = await build({
    stdin: { contents, loader: "js", resolveDir: join(import.meta.dirname, "../..") },
    bundle: true,
    write: false,
    define: { global: "window" },
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}
