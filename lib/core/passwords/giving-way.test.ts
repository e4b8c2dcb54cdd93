import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { givingWay } from "./giving-way";
import { hashing, hashingForm } from "./hashing-queue";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "performance"] }));
afterEach(() => vi.useRealTimers());

/** Items that each take some milliseconds of work. */
async function* working(...tookMs: number[]) {
  for (const ms of tookMs) {
    vi.advanceTimersByTime(ms);
    yield ms;
  }
}

/** A form whose password is being checked until it is let go. */
function atAForm(run: typeof hashing | typeof hashingForm = hashing) {
  const gates: (() => void)[] = [];
  const done = run(() => new Promise<void>((over) => gates.push(over)));
  return {
    async leave() {
      for (const open of gates) open();
      await done;
    },
  };
}

/** How long the next item is held back, to the millisecond. */
async function heldBack(reading: AsyncGenerator<number>): Promise<number> {
  let isThere = false;
  reading.next().then(() => {
    isThere = true;
  });
  for (let ms = 0; ; ms += 1) {
    for (let tick = 0; tick < 20; tick += 1) await Promise.resolve();
    if (isThere) return ms;
    vi.advanceTimersByTime(1);
  }
}

test("nobody signs in: nothing waits", async () => {
  const reading = givingWay(working(10, 20, 30));
  expect([await heldBack(reading), await heldBack(reading), await heldBack(reading)]).toEqual([0, 0, 0]);
  expect((await reading.next()).done).toBe(true);
});

test.each([hashing, hashingForm])("somebody signs in all the time: a seventh of the speed, and never long", async (run) => {
  const visitor = atAForm(run);
  const reading = givingWay(working(5, 0, 10, 5_000));
  expect([await heldBack(reading), await heldBack(reading), await heldBack(reading), await heldBack(reading)]).toEqual([30, 0, 60, 100]);
  await visitor.leave();
});

test("it goes on as soon as they are in", async () => {
  const visitor = atAForm();
  const reading = givingWay(working(40));
  const next = reading.next();
  await visitor.leave();
  await vi.advanceTimersByTimeAsync(2);
  expect(await next).toEqual({ done: false, value: 40 });
});

test("whoever stops reading stops the source", async () => {
  let isClosed = false;
  async function* source() {
    try {
      yield 1;
      yield 2;
    } finally {
      isClosed = true;
    }
  }
  const reading = givingWay(source());
  await reading.next();
  await reading.return(undefined);
  expect(isClosed).toBe(true);
});
