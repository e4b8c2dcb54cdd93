// One table out of what was measured, with the budgets beside it.
const whole = (value) => (value >= 100 ? Math.round(value).toLocaleString("en") : value.toFixed(1));
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const percent = (ratio) => `${(ratio * 100).toFixed(0)} %`;
const times = (ratio) => `${ratio.toFixed(1)} ×`;
const verdict = (met) => (met ? "met" : "NOT MET");

/** [what, ours, against, ratio, budget, verdict] for every figure. */
export function budgets({ rows }) {
  const lines = [];
  const compare = (row, what, peers) => {
    if (!row) return;
    const { ours, ...others } = row.sides;
    for (const [name, { least, unit }] of Object.entries(peers)) {
      const other = others[name];
      if (!other) continue;
      const ratio = ours.rate / other.rate;
      const show = unit === "%" ? percent : times;
      const wrong = ours.wrong + other.wrong;
      lines.push([
        what,
        `${whole(ours.rate)}/s (${whole(ours.min)}–${whole(ours.max)})`,
        `${name} ${whole(other.rate)}/s (${whole(other.min)}–${whole(other.max)})`,
        show(ratio),
        least === 0 ? "" : `≥ ${show(least)}`,
        (least === 0 ? "" : verdict(ratio >= least)) + (wrong > 0 ? `, ${wrong} wrong answers` : "") + (ours.dry || other.dry ? ", ran out of tokens" : ""),
      ]);
    }
  };
  compare(rows.signin, "password sign-ins, 8 at once", { floor: { least: 0.95, unit: "%" }, "better-auth": { least: 6.5 } });
  compare(rows.exchange, "callback token exchange, 16 at once", { floor: { least: 0.7, unit: "%" }, "oidc-provider": { least: 2.5 } });
  compare(rows.record, "credential → one record, 16 at once", { floor: { least: 0.6, unit: "%" }, "better-auth": { least: 8 } });
  compare(rows.sites, "credential → list of 3 sites, 16 at once", { floor: { least: 0.6, unit: "%" }, "better-auth": { least: 8 } });
  compare(rows.mixed, "one record, 16 at once, while 8 sign in", { floor: { least: 1, unit: "%" }, "better-auth": { least: 1 } });
  for (const name of ["fastgen", "fastauth", "fastschema", "fasteditor"]) {
    compare(rows[`signin ${name}`], `the same through ${name}`, { hosted: { least: 0, unit: "%" }, "better-auth": { least: 6.5 } });
  }
  compare(rows.refresh, "refresh token → the next pair, 16 at once", { "better-auth": { least: 0 } });
  compare(rows.me, "access token → who it is, 16 at once", { "better-auth": { least: 8 } });
  const { page, face, start, lag } = rows;
  if (page) {
    compare(page, "hosted login page, 16 at once", { "Next page": { least: 15 } });
    const { ours, "Next page": next } = page.wire;
    const besides = `Next page ${kb(next.document)} compressed + ${kb(next.scriptBytes)} of script`;
    const ratio = times((next.document + next.scriptBytes) / (ours.document + ours.scriptBytes));
    lines.push(["hosted login page, on the wire", kb(ours.document), besides, ratio, "≤ 14 kB", verdict(ours.document <= 14_000)]);
    lines.push(["its module for passkeys, deferred", kb(ours.scriptBytes), "", "", "≤ 6 kB", verdict(ours.scriptBytes <= 6_000)]);
    lines.push(["hosted login page, blocking scripts", String(ours.blocking), `Next page ${next.blocking}`, "", "0", verdict(ours.blocking === 0)]);
  }
  if (face) {
    lines.push(["`embed.js`, gzip", kb(face.widget.gzip), `${kb(face.widget.bytes)} as it is`, "", "≤ 5 kB", verdict(face.widget.gzip <= 5_000)]);
    const { document, scriptBytes, p50, p95 } = face.dashboard;
    lines.push(["sign-in page of the dashboard, on the wire", `${kb(document)} + ${kb(scriptBytes)} of script`, "", "", "", ""]);
    lines.push(["the same, time to first byte, one at a time", `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`, "", "", "", ""]);
  }
  if (start) {
    lines.push(["start, first time, embedded database", `${whole(start.first)} ms`, "", "", "≤ 2,000 ms", verdict(start.first <= 2_000)]);
    lines.push(["start, warm", `${whole(start.warm)} ms`, "", "", "≤ 1,000 ms", verdict(start.warm <= 1_000)]);
    if (start.launcher) lines.push(["start, warm, through `npm start`'s launcher", `${whole(start.launcher)} ms`, "", "", "≤ 1,000 ms", verdict(start.launcher <= 1_000)]);
    const { node, postgres, processes } = start.memory;
    lines.push([`idle memory (PSS) of all ${processes} processes`, `${whole(node + postgres)} MB`, `node ${whole(node)}, postgres ${whole(postgres)}`, "", "≤ 250 MB", verdict(node + postgres <= 250)]);
  }
  if (lag) {
    const lagOf = ({ p99, max }) => `p99 ${p99.toFixed(1)} ms, max ${max.toFixed(1)} ms`;
    lines.push(["event-loop lag, 64 signing in", lagOf(lag.atCapacity), `at ${whole(lag.capacity)} sign-ins/s`, "", "p99 ≤ 50 ms", verdict(lag.atCapacity.p99 <= 50)]);
    lines.push(["event-loop lag, 10 × capacity", lagOf(lag.flood), "", "", "p99 ≤ 50 ms", verdict(lag.flood.p99 <= 50)]);
    lines.push(["shed answers (503), 10 × capacity", `p50 ${lag.shed.p50.toFixed(1)} ms, p99 ${lag.shed.p99.toFixed(1)} ms`, `${whole(lag.shed.count)} shed a round${lag.wrong ? `, ${lag.wrong} wrong answers` : ""}`, "", "< 100 ms", verdict(lag.shed.count > 0 && lag.shed.p99 < 100)]);
    lines.push(["sign-ins that succeed, 10 × capacity", `${percent(lag.goodput)} of capacity`, `the generator itself is late by p99 ${lag.generatorLagMs.toFixed(1)} ms`, "", "", ""]);
  }
  return lines;
}

export function printTable(results) {
  const head = ["What", "Ours (lowest–highest round)", "Beside", "Ratio", "Budget", "Verdict"];
  const table = [head, head.map(() => "---"), ...budgets(results)];
  console.log(`\n${results.date}, ${results.cores} cores (${results.cpu}), Node ${results.node}, load average before ${results.loadBefore.toFixed(2)}\n`);
  for (const line of table) console.log(`| ${line.join(" | ")} |`);
  const costs = Object.entries(results.rows).filter(([, row]) => row.sides);
  if (costs.length > 0) {
    console.log("\nCPU µs a request (server + database + generator), p50 and p99 in ms:\n");
    for (const [row, { sides }] of costs) {
      for (const [name, { us, p50, p99, background }] of Object.entries(sides)) {
        console.log(`  ${row.padEnd(9)} ${name.padEnd(14)} ${us.server} + ${us.database} + ${us.generator}   p50 ${p50?.toFixed(1)}  p99 ${p99?.toFixed(1)}${background ? `   beside ${background.toFixed(0)} sign-ins/s` : ""}`);
      }
    }
  }
}
