import { readFileSync } from "node:fs";
import { join } from "node:path";
import express from "express";
import session from "express-session";

const SAMPLE = readFileSync(join(import.meta.dirname, "sample.txt"), "utf8");

const page = (title, body) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,"></head><body><h1>${title}</h1>${body}</body></html>`;
const text = (value) => String(value).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/**
 * A customer's application: a home page with links to the hosted pages, the callback handler of the documentation's
 * complete example as it stands, but for host and API token, and a page that needs a signed-in visitor.
 *
 * @returns its address, what came to its callback, and a way to stop it; `at` sets the site, whose address is known later
 */
export async function startRelyingParty({ host, apiToken }) {
  let slug = "";
  const callbacks = [];
  const app = express();
  app.use(session({ secret: "relying party", resave: false, saveUninitialized: false }));
  app.use((req, _res, next) => {
    if (req.path === "/auth/callback") callbacks.push({ query: req.query, referer: req.headers.referer ?? null });
    next();
  });
  app.get("/", (req, res) => {
    const links = ["login", "signup"].map((name) => `<a href="${host}/${slug}/${name}?state=${text(req.query.state ?? "")}">${name}</a>`);
    res.send(page("Acme Shop", links.join(" ")));
  });
  // As many do: the address that was registered is not the one that the site lives at.
  app.get("/moved/auth/callback", (req, res) => res.redirect(`${url()}/auth/callback?${new URLSearchParams(req.query)}`));
  app.get("/login", (req, res) => res.status(401).send(page("Not signed in", `<p>${text(req.query.error)}</p>`)));
  app.get("/dashboard", (req, res) => {
    if (!req.session.user) return res.redirect("/login?error=not_signed_in");
    res.send(page("Dashboard", `<p>Signed in as <b data-testid="email">${text(req.session.user.email)}</b></p>`));
  });
  const sample = SAMPLE.replaceAll("https://signin.fast", host).replaceAll("YOUR_API_TOKEN", apiToken);
  new Function("app", sample)(app);

  const url = () => `http://127.0.0.1:${server.address().port}`;
  const server = await new Promise((listening) => {
    const it = app.listen(0, () => listening(it));
  });
  return {
    url: url(),
    callbacks,
    at(newSlug) {
      slug = newSlug;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
