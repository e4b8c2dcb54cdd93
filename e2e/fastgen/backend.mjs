// A customer's backend as the documentation of SuperTokens has it: it asks nobody but for the keys of its site.
import express from "express";
import supertokens from "supertokens-node";
import { errorHandler } from "supertokens-node/framework/express/index.js";
import { verifySession } from "supertokens-node/recipe/session/framework/express/index.js";
import Session from "supertokens-node/recipe/session/index.js";

/** Starts it for a site, and says where. */
export async function startBackend(siteAddress) {
  const { origin, pathname } = new URL(siteAddress);
  supertokens.init({
    framework: "express",
    supertokens: { connectionURI: siteAddress },
    appInfo: { appName: "Acme", apiDomain: origin, websiteDomain: origin, apiBasePath: `${pathname}/auth` },
    recipeList: [Session.init({ useDynamicAccessTokenSigningKey: false })],
  });
  const app = express();
  app.get("/account", verifySession(), (request, response) => {
    response.json({ userId: request.session.getUserId(), proved: request.session.getAccessTokenPayload()["st-ev"].v });
  });
  app.use(errorHandler());
  const server = await new Promise((listening) => {
    const started = app.listen(0, "127.0.0.1", () => listening(started));
  });
  return {
    address: `http://127.0.0.1:${server.address().port}/account`,
    stop: () => new Promise((closed) => server.close(closed)),
  };
}
