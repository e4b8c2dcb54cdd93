// What is sent and what counts as a right answer. Each keeps its own place in its supply.
import { readFileSync } from "node:fs";

/** The bytes of a request. */
export const request = (port, method, path, headers = {}, body = "") => {
  const lines = [`${method} ${path} HTTP/1.1`, `host: localhost:${port}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  if (method === "POST") lines.push(`content-length: ${Buffer.byteLength(body)}`);
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n${body}`);
};

/** Endlessly around a list of prepared requests. */
const around = (list) => {
  let at = 0;
  return () => list[at++ % list.length];
};

/** Through a file of values, each once. */
const once = (file, make) => {
  const values = readFileSync(file, "utf8").trim().split("\n");
  let at = 0;
  return () => (at < values.length ? make(values[at++]) : null);
};

const form = { "content-type": "application/x-www-form-urlencoded" };
const json = { "content-type": "application/json" };

/** A login form, ours and the floor's: 303 to the callback with a fresh token. */
export const formLogin = ({ port, path, users, callback }) => ({
  next: around(
    users.map(({ email, password }) => ({ bytes: request(port, "POST", path, form, new URLSearchParams({ email, password }).toString()) })),
  ),
  right: (status, head) => status === 303 && head.toLowerCase().includes(`\r\nlocation: ${callback}?token=tkn_`.toLowerCase()),
});

/** The same flood when refusals are right answers too. */
export const formFlood = (data) => {
  const { next, right } = formLogin(data);
  return { next, right: (status, head, body) => right(status, head, body) || (status === 503 && /\r\nretry-after: \d/i.test(head)) };
};

/** A sign-in as one dialect's clients send it. `right` sees the parsed body. */
const dialectLogin = (path, said, right, headers = {}) => ({ port, base, users, key }) => ({
  next: around(
    users.map((user) => {
      const all = { ...json, ...headers, ...(key ? { "x-api-key": key } : {}) };
      return { bytes: request(port, "POST", base + path, all, JSON.stringify(said(user))) };
    }),
  ),
  right: (status, head, body) => right(status, JSON.parse(body), head),
});

export const fastgenLogin = dialectLogin(
  "/auth/signin",
  ({ email, password }) => ({ formFields: [{ id: "email", value: email }, { id: "password", value: password }] }),
  (status, { status: outcome, user }, head) => status === 200 && outcome === "OK" && user.id && /\r\nst-access-token: \S/i.test(head),
  { "st-auth-mode": "header" },
);

export const fastauthLogin = dialectLogin(
  "/auth/login",
  (user) => user,
  (status, { access_token, refresh_token, token_type }) => status === 200 && access_token && refresh_token && token_type === "bearer",
);

export const fastschemaLogin = dialectLogin(
  "/api/auth/local/login",
  ({ email, password }) => ({ login: email, password }),
  (status, { token, data }) => status === 200 && token && data.token === token,
);

export const fasteditorLogin = dialectLogin(
  "/fasteditor/login",
  ({ email, password }) => ({ userName: email, password, language: "en" }),
  (status, { id, userName }) => status === 201 && id && userName.includes("@"),
);

/** A chain of refresh tokens for each session: what an answer brings is sent next. */
export const refresh = ({ port, path, tokens }) => {
  const waiting = [...tokens];
  return {
    next() {
      const token = waiting.shift();
      return token ? { bytes: request(port, "POST", path, json, JSON.stringify({ refresh_token: token })) } : null;
    },
    right(status, _, body) {
      const { access_token, refresh_token } = JSON.parse(body);
      if (status === 200 && refresh_token) waiting.push(refresh_token);
      return status === 200 && Boolean(access_token && refresh_token);
    },
  };
};

/** Who is signed in, by an access token. */
export const me = ({ port, path, tokens }) => ({
  next: around(tokens.map(({ token, email }) => ({ email, bytes: request(port, "GET", path, { authorization: `Bearer ${token}` }) }))),
  right(status, _, body, { email }) {
    const { data } = JSON.parse(body);
    return status === 200 && data.email === email && typeof data.id === "string";
  },
});

export const betterAuthLogin = ({ port, users }) => ({
  next: around(users.map(({ email, password }) => ({ email, bytes: request(port, "POST", "/api/auth/sign-in/email", json, JSON.stringify({ email, password })) }))),
  right(status, head, body, { email }) {
    const { token, user } = JSON.parse(body);
    return status === 200 && typeof token === "string" && user.email === email && /\r\nset-cookie: .*session_token=/i.test(head);
  },
});

export const exchange = ({ port, tokens, bearer }) => ({
  next: once(tokens, (token) => ({ token, bytes: request(port, "POST", `/api/site_user_sessions/${token}`, { authorization: `Bearer ${bearer}` }) })),
  right(status, _, body, { token }) {
    const { site_user, site_user_session } = JSON.parse(body);
    return status === 200 && site_user_session.token === token && site_user_session.used === true && site_user.email.includes("@");
  },
});

export const floorExchange = ({ port, tokens }) => ({
  next: once(tokens, (token) => ({ token, bytes: request(port, "POST", `/exchange/${token}`) })),
  right(status, _, body) {
    const { id, site_user_id, created_at } = JSON.parse(body);
    return status === 200 && id > 0 && site_user_id > 0 && created_at !== undefined;
  },
});

export const codeExchange = ({ port, tokens, client, secret, redirect }) => {
  const headers = { ...form, authorization: `Basic ${Buffer.from(`${client}:${secret}`).toString("base64")}` };
  const rest = `&grant_type=authorization_code&redirect_uri=${encodeURIComponent(redirect)}`;
  return {
    next: once(tokens, (code) => ({ bytes: request(port, "POST", "/token", headers, `code=${code}${rest}`) })),
    right(status, _, body) {
      const { access_token, id_token, token_type } = JSON.parse(body);
      return status === 200 && typeof access_token === "string" && id_token.split(".").length === 3 && token_type === "Bearer";
    },
  };
};

/** One record by its id; ours and the floor's answer alike. */
export const record = ({ port, path, ids, bearer }) => ({
  next: around(ids.map((id) => ({ id, bytes: request(port, "GET", path + id, { authorization: `Bearer ${bearer}` }) }))),
  right(status, _, body, { id }) {
    const { site_user_session } = JSON.parse(body);
    return status === 200 && site_user_session.id === id && typeof site_user_session.used === "boolean";
  },
});

export const sites = ({ port, path, bearer, count }) => ({
  next: around([{ bytes: request(port, "GET", path, { authorization: `Bearer ${bearer}` }) }]),
  right(status, _, body) {
    const { sites: list } = JSON.parse(body);
    return status === 200 && list.length === count && list.every(({ slug, client_id }) => slug && client_id);
  },
});

export const betterAuthSession = ({ port, cookies }) => ({
  next: around(cookies.map(({ cookie, email }) => ({ email, bytes: request(port, "GET", "/api/auth/get-session", { cookie }) }))),
  right(status, _, body, { email }) {
    const { session, user } = JSON.parse(body);
    return status === 200 && user.email === email && typeof session.token === "string";
  },
});

export const page = ({ port, path, contains }) => ({
  next: around([{ bytes: request(port, "GET", path, { accept: "text/html", "accept-encoding": "gzip, deflate, br" }) }]),
  right: (status, head, body) => status === 200 && (/\r\ncontent-encoding:/i.test(head) ? body.length > 500 : contains.every((text) => body.includes(text))),
});

/** What a request costs before any work is done: an address that does not exist. */
export const missing = ({ port, path }) => ({
  next: around([{ bytes: request(port, "GET", path) }]),
  right: (status, _, body) => status === 404 && Array.isArray(JSON.parse(body).messages),
});

export const health = ({ port }) => ({
  next: around([{ bytes: request(port, "GET", "/api/health") }]),
  right: (status, _, body) => status === 200 && JSON.parse(body).status === "ok",
});
