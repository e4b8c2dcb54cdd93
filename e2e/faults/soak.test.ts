import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { journey } from "../instances/journey";
import { type Instance, startInstances } from "../instances/start-instances";

/** `SOAK_MINUTES=60 npm run test:soak` runs it; without minutes only the measure itself is tried. */
const MINUTES = Number(process.env.SOAK_MINUTES ?? 0);
/** At least sixty looks: to drop what nobody holds costs a moment. */
const EVERY_MS = Math.min(30_000, MINUTES * 1_000);
const VISITORS = 4;
const MAILS_KEPT = 1_000;
/** What may come together in an hour, and what is noise however short the run: of what is held, and of the pages that it lies on. */
const [MB_AN_HOUR, MB_OF_NOISE, MB_OF_PAGES, MORE_HANDLES] = [5, 2, 16, 8];

/** What a process has; what it holds is what is left of its memory once it has dropped all that it can. */
type Sample = { readonly heldMb: number; readonly rssMb: number; readonly handles: number; readonly connections: number };

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] as number;

/** By how much each grew, from the second fifth of a run to its last: the first is for warming up. */
function growthOf(samples: readonly Sample[]): Sample {
  const fifth = Math.floor(samples.length / 5);
  const [early, late] = [samples.slice(fifth, 2 * fifth), samples.slice(-fifth)];
  const by = (what: keyof Sample) => median(late.map((sample) => sample[what])) - median(early.map((sample) => sample[what]));
  return { heldMb: by("heldMb"), rssMb: by("rssMb"), handles: by("handles"), connections: by("connections") };
}

/** What of that is too much. */
function tooMuch(grown: Sample, minutes: number): string[] {
  const mostMb = (MB_AN_HOUR * minutes) / 60;
  return [
    ...(grown.heldMb > mostMb + MB_OF_NOISE ? [`what is held by ${grown.heldMb.toFixed(1)} MB`] : []),
    ...(grown.rssMb > mostMb + MB_OF_PAGES ? [`memory by ${grown.rssMb.toFixed(1)} MB`] : []),
    ...(grown.handles > MORE_HANDLES ? [`handles by ${grown.handles}`] : []),
    ...(grown.connections > MORE_HANDLES ? [`connections by ${grown.connections}`] : []),
  ];
}

test.skipIf(MINUTES === 0)("nothing grows while visitors come and go", { timeout: (MINUTES + 5) * 60_000 }, async () => {
  // only for as long as SOAK_MINUTES says
  const world = await startInstances(1, undefined, { NODE_OPTIONS: `--import ${join(import.meta.dirname, "tell-memory.mjs")}` });
  try {
    const { slug } = await world.makeSite();
    const { pid, output, says } = (world.instances[0] as Instance).server();
    let looks = 0;
    const held = async () => {
      const told = new RegExp(`^look ${++looks}: (\\d+) bytes$`, "m");
      process.kill(pid, "SIGUSR2");
      await says(told);
      return Number(told.exec(output())?.[1]) / 2 ** 20;
    };
    const sample = async (): Promise<Sample> => ({
      heldMb: await held(),
      rssMb: Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1_024,
      handles: readdirSync(`/proc/${pid}/fd`).length,
      connections: (await world.database.sql("SELECT 1 FROM pg_stat_activity WHERE application_name = 'signin-fast'")).length,
    });
    const place = { baseUrl: world.baseUrl, slug, apiToken: world.apiToken, mailTo: world.provider.mailTo };
    const end = Date.now() + MINUTES * 60_000;
    const wrong: string[] = [];
    const steps: { at: number; ms: number }[] = [];
    let requests = 0;
    const note = () => {
      requests += 1;
    };
    const load = Array.from({ length: VISITORS }, async () => {
      while (Date.now() < end) {
        const began = performance.now();
        await journey(place, note).catch((error: unknown) => wrong.push(String(error)));
        steps.push({ at: Date.now(), ms: performance.now() - began });
        if (world.provider.mails.size > 2 * MAILS_KEPT)
          for (const key of [...world.provider.mails.keys()].slice(0, MAILS_KEPT)) world.provider.mails.delete(key);
      }
    });
    const samples: Sample[] = [];
    while (Date.now() < end) {
      samples.push(await sample());
      await world.database.sql("SELECT pg_sleep($1)", [EVERY_MS / 1_000]);
    }
    await Promise.all(load);
    const p99 = (times: readonly number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] as number;
    const half = steps.length >> 1;
    const [first, last] = [samples.at(0), samples.at(-1)];
    const grown = growthOf(samples);
    console.log(
      `${MINUTES} minutes, ${requests} requests, ${wrong.length} failed; memory ${first?.rssMb.toFixed(0)} to ${last?.rssMb.toFixed(0)} MB, ` +
        `of it held ${first?.heldMb.toFixed(1)} to ${last?.heldMb.toFixed(1)}; after warming up memory grew by ${grown.rssMb.toFixed(1)} MB and ` +
        `what is held by ${grown.heldMb.toFixed(1)}; handles ${first?.handles} to ${last?.handles}, connections ${first?.connections} to ${last?.connections}; p99 of a whole way ` +
        `${p99(steps.slice(0, half).map(({ ms }) => ms)).toFixed(0)} ms in the first half, ${p99(steps.slice(half).map(({ ms }) => ms)).toFixed(0)} in the second`,
    );
    expect(wrong).toEqual([]);
    expect(tooMuch(grown, MINUTES)).toEqual([]);
  } finally {
    await world.stop();
  }
});

test("what grows is seen, and what only warms up is not", () => {
  const run = (of: (index: number) => Partial<Sample>) =>
    tooMuch(
      growthOf(Array.from({ length: 100 }, (_, index) => ({ heldMb: 90, rssMb: 150, handles: 60, connections: 20, ...of(index) }))),
      60,
    );
  expect(run(() => ({}))).toEqual([]);
  expect(run((index) => ({ rssMb: Math.min(150 + 5 * index, 220), heldMb: Math.min(90 + index, 100) }))).toEqual([]);
  expect(run((index) => ({ heldMb: 90 + index / 8 }))).toEqual([expect.stringMatching(/^what is held by 7\.\d MB$/)]);
  expect(run((index) => ({ rssMb: 150 + index / 2 }))).toEqual([expect.stringMatching(/^memory by 3\d\.\d MB$/)]);
  expect(run((index) => ({ handles: 60 + index }))).toEqual([expect.stringMatching(/^handles by /)]);
  expect(run((index) => ({ connections: 20 + index }))).toEqual([expect.stringMatching(/^connections by /)]);
});
