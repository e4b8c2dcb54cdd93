import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { journey } from "../instances/journey";
import { startInstances } from "../instances/start-instances";

/** `SOAK_MINUTES=60 npm run test:soak` runs it; without minutes only the measure itself is tried. */
const MINUTES = Number(process.env.SOAK_MINUTES ?? 0);
const EVERY_MS = 5_000;
const VISITORS = 4;
const MAILS_KEPT = 1_000;
/** What may come together in an hour, and what is noise however short the run. */
const [MB_AN_HOUR, MB_OF_NOISE, MORE_HANDLES] = [5, 16, 8];

type Sample = { readonly rssMb: number; readonly handles: number; readonly connections: number };

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] as number;

/** What grew, between the second fifth of a run and its last: the first is for warming up. */
function growth(samples: readonly Sample[], minutes: number): string[] {
  const fifth = Math.floor(samples.length / 5);
  const [early, late] = [samples.slice(fifth, 2 * fifth), samples.slice(-fifth)];
  const by = (what: keyof Sample) => median(late.map((sample) => sample[what])) - median(early.map((sample) => sample[what]));
  const mostMb = MB_OF_NOISE + (MB_AN_HOUR * minutes) / 60;
  return [
    ...(by("rssMb") > mostMb ? [`memory by ${by("rssMb").toFixed(1)} MB`] : []),
    ...(by("handles") > MORE_HANDLES ? [`handles by ${by("handles")}`] : []),
    ...(by("connections") > MORE_HANDLES ? [`connections by ${by("connections")}`] : []),
  ];
}

test.skipIf(MINUTES === 0)("nothing grows while visitors come and go", { timeout: (MINUTES + 5) * 60_000 }, async () => {
  // only for as long as SOAK_MINUTES says
  const world = await startInstances(1);
  try {
    const { slug } = await world.makeSite();
    const pid = world.instances[0]?.server().pid ?? 0;
    const sample = async (): Promise<Sample> => ({
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
    console.log(
      `${MINUTES} minutes, ${requests} requests, ${wrong.length} failed; memory ${first?.rssMb.toFixed(0)} to ${last?.rssMb.toFixed(0)} MB, ` +
        `handles ${first?.handles} to ${last?.handles}, connections ${first?.connections} to ${last?.connections}; p99 of a whole way ` +
        `${p99(steps.slice(0, half).map(({ ms }) => ms)).toFixed(0)} ms in the first half, ${p99(steps.slice(half).map(({ ms }) => ms)).toFixed(0)} in the second`,
    );
    expect(wrong).toEqual([]);
    expect(growth(samples, MINUTES)).toEqual([]);
  } finally {
    await world.stop();
  }
});

test("what grows is seen, and what only warms up is not", () => {
  const run = (of: (index: number) => Partial<Sample>) =>
    Array.from({ length: 100 }, (_, index) => ({ rssMb: 150, handles: 60, connections: 20, ...of(index) }));
  expect(
    growth(
      run(() => ({})),
      60,
    ),
  ).toEqual([]);
  expect(
    growth(
      run((index) => ({ rssMb: Math.min(150 + 5 * index, 220) })),
      60,
    ),
  ).toEqual([]);
  expect(
    growth(
      run((index) => ({ rssMb: 150 + index / 2 })),
      60,
    ),
  ).toEqual([expect.stringMatching(/^memory by 3\d\.\d MB$/)]);
  expect(
    growth(
      run((index) => ({ handles: 60 + index })),
      60,
    ),
  ).toEqual([expect.stringMatching(/^handles by /)]);
  expect(
    growth(
      run((index) => ({ connections: 20 + index })),
      60,
    ),
  ).toEqual([expect.stringMatching(/^connections by /)]);
});
