// node bench/million.mjs [--users 1000000] [--dir FOLDER] [--rounds 40] [rows…]
// Lists, searches and counts among a million users, and beside it among a tenth of them. See README.md.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { BIG, FEW_SITES, generate, MANY_SITES, SOMEBODY } from "./generate.mjs";
import { loadProduct } from "./load-product.mjs";
import { sha256 } from "./product.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { users: { type: "string", default: "1000000" }, dir: { type: "string" }, rounds: { type: "string", default: "40" } },
});
const USERS = Number(options.users);
const ROUNDS = Number(options.rounds);
const BUDGET_MS = 10;
const TURNS = 4;

const folder = options.dir ?? mkdtempSync(join(tmpdir(), "signin-million-"));
const say = (text) => console.error(`[${new Date().toISOString().slice(11, 19)}] ${text}`);

const product = await loadProduct();
const { database } = await product.boot({ DATA_DIR: folder, LOG_LEVEL: "warn" });
try {
  const sizes = [USERS, USERS / 10];
  const urls = [];
  for (const users of sizes) urls.push(await prepare(users));
  const measured = urls.map(() => new Map());
  for (let turn = 1; turn <= TURNS; turn++) {
    for (const [at, url] of urls.entries()) {
      await product.disconnect();
      product.setEnv({ ...product.env(), databaseUrl: url });
      say(`measuring ${sizes[at].toLocaleString("en")} users, turn ${turn} of ${TURNS}`);
      await measure(measured[at]);
    }
  }
  print(sizes, measured);
} finally {
  await product.disconnect();
  await database.close();
  if (!options.dir) rmSync(folder, { recursive: true, force: true });
}

/** A database with so many users, made when it is not there yet. */
async function prepare(users) {
  const address = new URL(database.url);
  address.pathname = `/users_${users}`;
  await generate({ administrator: database.url, url: address.href, migrate: product.migrate, users, say });
  return address.href;
}

/** Every row some rounds long: rows in turn, and the two databases too, so that a busy moment of the machine falls on all of them. */
async function measure(measured) {
  const rows = Object.entries(await questions()).filter(([name]) => positionals.length === 0 || positionals.some((part) => name.includes(part)));
  // Some statements run beside each other: as many connections are open before, so that all of them are known.
  await Promise.all(Array.from({ length: 4 }, () => product.connections().pool.query("SELECT pg_sleep(0.1)")));
  const backends = (await product.connections().pool.query("SELECT pid FROM pg_stat_activity WHERE application_name = 'signin-fast'")).rows;
  const busy = () => backends.reduce((sum, { pid }) => sum + Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[0]) / 1e6, 0);
  for (let round = -3; round < ROUNDS / TURNS; round++) {
    for (const [name, ask] of rows) {
      const began = busy();
      const answer = await ask();
      const times = measured.get(name)?.times ?? [];
      if (round >= 0) times.push(busy() - began);
      measured.set(name, { times, answer });
    }
  }
}

/** What is asked, each a statement of the product's own. */
async function questions() {
  const { searchSiteUsers, countSiteUsers } = product;
  const account = { accountId: BIG.accountId };
  const site = { accountId: BIG.accountId, siteId: BIG.siteId };
  const small = { accountId: BIG.accountId, siteId: BIG.smallSiteId };
  const text = (part, names = false) => ({ search: { text: part, names } });
  const newest = { by: "created", descending: true };
  const byEmail = { by: "email", descending: false };
  const middle = async (scope, order) => {
    const far = await searchSiteUsers(scope, {}, { after: null, skip: 40_000 }, 1, order);
    return far[0]?.position ?? null;
  };
  const last = async (scope, order) => (await searchSiteUsers(scope, {}, { after: null, skip: 25 }, 1, { ...order, descending: !order.descending }))[0].position;
  const list = (scope, filter = {}, order = newest, after = null) => async () =>
    `${(await searchSiteUsers(scope, filter, { after, skip: 0 }, 26, order)).length} rows`;
  const count = (scope, filter = {}) => async () => {
    const { count, exact } = await countSiteUsers(scope, filter);
    return `${exact ? "" : "about "}${count.toLocaleString("en")}`;
  };
  const rows = {};
  for (const [where, scope] of Object.entries({ account, "big site": site })) {
    Object.assign(rows, {
      [`${where}: first page`]: list(scope),
      [`${where}: page in the middle`]: list(scope, {}, newest, await middle(scope, newest)),
      [`${where}: last page`]: list(scope, {}, newest, await last(scope, newest)),
      [`${where}: by e-mail, first page`]: list(scope, {}, byEmail),
      [`${where}: by e-mail, page in the middle`]: list(scope, {}, byEmail, await middle(scope, byEmail)),
      [`${where}: search, common`]: list(scope, text("smith")),
      [`${where}: search, common, last page`]: list(scope, text("smith"), newest, await last(scope, newest)),
      [`${where}: search, one in 250`]: list(scope, text("jennifer.smith")),
      [`${where}: search, one in 1,800`]: list(scope, text("ling.okafor")),
      [`${where}: search, rare`]: list(scope, text("quixworth")),
      [`${where}: search, no match`]: list(scope, text("nobody-at-all")),
      [`${where}: search, common parts, no match`]: list(scope, text("smith.james@gmail")),
      [`${where}: search, two letters, common`]: list(scope, text("an")),
      [`${where}: search, two letters, rare`]: list(scope, text("xw")),
      [`${where}: search, two letters, no match`]: list(scope, text("jq")),
      [`${where}: search, one letter`]: list(scope, text("q")),
      [`${where}: search, common, by e-mail`]: list(scope, text("smith"), byEmail),
      [`${where}: search, rare, by e-mail`]: list(scope, text("quixworth"), byEmail),
      [`${where}: search in names, rare`]: list(scope, text("quixworth", true)),
      [`${where}: exact address`]: list(scope, { email: SOMEBODY }),
      [`${where}: blocked, one in 1,000`]: list(scope, { blocked: true }),
      [`${where}: not verified`]: list(scope, { verified: false }),
      [`${where}: not verified and blocked`]: list(scope, { verified: false, blocked: true }),
      [`${where}: made in one week`]: list(scope, { createdAfter: BIG.from, createdBefore: BIG.to }),
      [`${where}: rare, made in one week`]: list(scope, { ...text("quixworth"), createdAfter: BIG.from, createdBefore: BIG.to }),
      [`${where}: count`]: count(scope),
      [`${where}: count, search common`]: count(scope, text("smith")),
      [`${where}: count, search one in 1,800`]: count(scope, text("ling.okafor")),
      [`${where}: count, search rare`]: count(scope, text("quixworth")),
      [`${where}: count, no match`]: count(scope, text("nobody-at-all")),
      [`${where}: count, two letters, rare`]: count(scope, text("xw")),
      [`${where}: count, blocked`]: count(scope, { blocked: true }),
      [`${where}: count, not verified`]: count(scope, { verified: false }),
      [`${where}: count, made in one week`]: count(scope, { createdAfter: BIG.from, createdBefore: BIG.to }),
    });
  }
  const start = { after: null, skip: 0 };
  const total = ({ count, exact }) => `${exact ? "" : "about "}${count.toLocaleString("en")}`;
  const sites = ({ apiToken }) => async () => {
    const credential = { kind: "api_token", needs: "sites:read", tokenHash: sha256(apiToken) };
    const found = await product.listSites(credential, { pattern: null, slug: null, deleted: false }, start, 26, newest);
    return `${found.rows.length} of ${total(found.total)}`;
  };
  const siteLines = (accountId, pattern = null) => async () => `${(await product.searchSites({ accountId }, pattern, null, 26)).length} rows`;
  return {
    ...rows,
    "small site: search for what is common elsewhere": list(small, text("smith")),
    "small site: search, no match": list(small, text("nobody-at-all")),
    "small site: count, search common": count(small, text("smith")),
    "sessions of the account: first page": async () => `${(await product.listCallbackTokens(account, {}, start, 26, newest)).length} rows`,
    "sessions of the account: count": async () => total(await product.countCallbackTokens(account, {})),
    "sessions of the big site, not used": async () => `${(await product.listCallbackTokens(site, { used: false }, start, 26, newest)).length} rows`,
    "sites of the API: 25 of 10,000": sites(MANY_SITES),
    "sites of the API: 10 of 10": sites(FEW_SITES),
    "dashboard: sites of an account with 10,000": siteLines(MANY_SITES.accountId),
    "dashboard: one of 10,000 sites by name": siteLines(MANY_SITES.accountId, "%site 9999%"),
    "dashboard: sites with all those users": siteLines(BIG.accountId),
    "dashboard: totals of the big site": async () => total((await product.siteTotals(site)).users),
    "dashboard: sign-ups a day, 30 days": async () => `${(await product.signUpsPerDay(site, 30)).length} days`,
    "dashboard: sign-ins a day, 30 days": async () => `${(await product.signInsPerDay(site, 30)).length} days`,
    "dashboard: has somebody signed in": async () => ((await product.findSignIn(site)) ? "yes" : "no"),
  };
}

function print(sizes, [large, little]) {
  const ms = (value) => value.toFixed(value < 10 ? 2 : 1);
  console.log(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores (${cpus()[0].model}), Node ${process.version}, load ${loadavg()[0].toFixed(1)}`);
  console.log(`\n| What | ${sizes[0].toLocaleString("en")}: median, p95 | Answer | ${sizes[1].toLocaleString("en")}: median, p95 | p95 grows | Verdict |\n| --- | --- | --- | --- | --- | --- |`);
  const at = (list, share) => list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))];
  const figures = ({ times, answer }) => ({ median: at(times, 0.5), p95: at(times, 0.95), answer });
  let missed = 0;
  for (const [name, row] of large) {
    const { median, p95, answer } = figures(row);
    const beside = figures(little.get(name));
    const growth = p95 / beside.p95;
    const isMissed = median > BUDGET_MS;
    missed += isMissed ? 1 : 0;
    const verdict = isMissed ? `MISS > ${BUDGET_MS} ms` : "PASS";
    console.log(`| ${name} | ${ms(median)}, ${ms(p95)} ms | ${answer} | ${ms(beside.median)}, ${ms(beside.p95)} ms | ${growth.toFixed(2)} × | ${verdict} |`);
  }
  console.log(`\n${large.size - missed} of ${large.size} within ${BUDGET_MS} ms.`);
}
