import type { QuickStart, Snippet } from "./snippet";

/** A whole application in Express. */
export const express = ({ appUrl, slug, clientId, callbackPath }: QuickStart): Snippet => ({
  id: "express",
  label: "Express",
  place: "server.mjs, with npm install express express-session",
  code: `import express from "express";
import session from "express-session";

const app = express();
app.use(session({ secret: process.env.SESSION_SECRET, resave: false, saveUninitialized: false }));
const basic = Buffer.from(\`${clientId}:\${process.env.CLIENT_SECRET}\`).toString("base64");

app.get("${callbackPath}", async (req, res) => {
  // A sign-in begins at this address too. One that did not begin in this browser ends here.
  const state = (req.session.state ??= crypto.randomUUID());
  const begin = () => res.redirect(\`${appUrl}/${slug}/login?state=\${state}\`);
  if (req.query.state !== state) return begin();
  const url = \`${appUrl}/api/site_user_sessions/\${encodeURIComponent(req.query.token)}\`;
  const answer = await fetch(url, { method: "POST", headers: { authorization: \`Basic \${basic}\` } });
  if (!answer.ok) return begin();
  const { site_user } = await answer.json();
  req.session.regenerate(() => Object.assign(req.session, { user: site_user }) && res.redirect("/"));
});

app.get("/", (req, res) => res.send(\`Hello \${req.session.user?.email ?? "stranger"}\`));
app.listen(process.env.PORT ?? 3000);`,
});
