import { availableParallelism } from "node:os";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { log } from "@/lib/kernel/log";
import { hashing, hashingForm, hashingLater, requireRoomForForm } from "./hashing-queue";

/** A queue of its own for each test: the one of other files has learnt how long their hashes took. */
const forget = () => {
  delete (globalThis as { [slot: symbol]: unknown })[Symbol.for("signin-fast.hashing-queue")];
};
beforeEach(forget);
afterEach(() => {
  vi.restoreAllMocks();
  forget();
});

test("one at a time for each core, in the order of asking, and at once refused what would wait too long", async () => {
  const width = availableParallelism();
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const gates: (() => void)[] = [];
  const begin = (index: number) =>
    hashing(async () => {
      running += 1;
      most = Math.max(most, running);
      order.push(index);
      await new Promise<void>((open) => gates.push(open));
      running -= 1;
      return index;
    });

  // Two seconds at ten milliseconds each fit into the queue of a core.
  const fits = width + 200 * width;
  const asked = Array.from({ length: fits }, (_, index) => begin(index));
  await expect(begin(fits)).rejects.toMatchObject({ code: "unavailable", retryAfterS: 3 });

  const all = Promise.all(asked);
  const release = setInterval(() => gates.splice(0).map((open) => open()), 0);
  expect(await all).toEqual(Array.from({ length: fits }, (_, index) => index));
  clearInterval(release);
  expect({ most, order }).toEqual({ most: width, order: Array.from({ length: fits }, (_, index) => index) });
  await expect(hashing(async () => "again")).resolves.toBe("again");
});

test("a hash that fails makes way for the next", async () => {
  await expect(hashing(async () => Promise.reject(new Error("no memory")))).rejects.toThrow("no memory");
  await expect(hashing(async () => 1)).resolves.toBe(1);
});

test("a thousand that programs ask for wait one behind the other, and whoever signs in behind one of them at most", async () => {
  const order: (number | string)[] = [];
  const gates: (() => void)[] = [];
  const gated = (name: number | string) => async () => {
    order.push(name);
    await new Promise<void>((open) => gates.push(open));
  };
  const later = Array.from({ length: 1_001 }, (_, index) => hashingLater(gated(index)));
  const visitors = Array.from({ length: availableParallelism() }, () => hashing(gated("visitor")));
  const release = setInterval(() => gates.splice(0).map((open) => open()), 0);
  await Promise.all([...later, ...visitors]);
  clearInterval(release);
  expect(order.filter((name) => name !== "visitor")).toEqual(Array.from({ length: 1_001 }, (_, index) => index));
  expect(order.lastIndexOf("visitor")).toBeLessThanOrEqual(visitors.length + 1);
});

describe("forms that lead to a hash", () => {
  const width = 4 * availableParallelism();

  /** Begins so many forms; `finish` lets those that are being handled end, until all have. */
  function begin(count: number) {
    const gates: (() => void)[] = [];
    const forms = Array.from({ length: count }, (_, index) =>
      hashingForm(() => new Promise<number>((done) => gates.push(() => done(index)))),
    );
    const finish = async () => {
      const release = setInterval(() => gates.splice(0).map((open) => open()), 0);
      const order = await Promise.all(forms);
      clearInterval(release);
      return order;
    };
    return { gates, finish };
  }

  test("a few for each core are handled at a time, in their order; the others have asked nobody for anything yet", async () => {
    const { gates, finish } = begin(3 * width);
    expect(gates).toHaveLength(width);
    expect(await finish()).toEqual(Array.from({ length: 3 * width }, (_, index) => index));
  });

  test("there is no room for one that would wait two seconds, until those before it are gone; the log says so once", async () => {
    const warn = vi.spyOn(log, "warn").mockImplementation(() => undefined);
    requireRoomForForm();
    // Two seconds at forty milliseconds each.
    const { finish } = begin(width + 50 * width);
    for (let again = 0; again < 3; again++) {
      expect(requireRoomForForm).toThrow(expect.objectContaining({ code: "unavailable", retryAfterS: 3 }));
      await expect(hashingForm(async () => "refused")).rejects.toMatchObject({ code: "unavailable", retryAfterS: 3 });
    }
    expect(warn).toHaveBeenCalledTimes(1);
    await finish();
    requireRoomForForm();
    await expect(hashingForm(async () => "handled")).resolves.toBe("handled");
  });

  test("how long a turn takes is learnt while others wait, and decides how many may", async () => {
    const slow = begin(width + 1);
    vi.spyOn(performance, "now").mockReturnValue(performance.now() + 60_000);
    await slow.finish();
    const { finish } = begin(width + 4);
    expect(requireRoomForForm).toThrow();
    vi.restoreAllMocks();
    await finish();
  });

  test("one may always wait, so that it is unlearnt how long turns were once", async () => {
    const slow = begin(width + 1);
    vi.spyOn(performance, "now").mockReturnValue(performance.now() + 3_600_000);
    await slow.finish();
    vi.restoreAllMocks();
    for (let again = 0; again < 200; again++) await begin(width + 1).finish();
    expect(await begin(width + 10).finish()).toHaveLength(width + 10);
  });

  test("a form that was given its place is not refused at its hash, however slow hashes have become", async () => {
    const gates: (() => void)[] = [];
    const slow = () => hashing(() => new Promise<void>((done) => gates.push(done)));
    const first = Array.from({ length: availableParallelism() + 1 }, slow);
    vi.spyOn(performance, "now").mockReturnValue(performance.now() + 600_000);
    gates.shift()?.();
    await first[0];
    const forms = Array.from({ length: width }, () => hashingForm(slow));
    const release = setInterval(() => gates.splice(0).map((open) => open()), 0);
    await Promise.all([...first, ...forms]);
    clearInterval(release);
  });

  test("forms that wait for somebody else's machine hold nobody up, and take a turn again afterwards", async () => {
    const order: string[] = [];
    let answer = () => {};
    const outside = new Promise<void>((done) => {
      answer = done;
    });
    const slow = Array.from({ length: width }, () =>
      hashingForm(async (aside) => {
        await aside(() => outside);
        order.push("slow");
      }),
    );
    await Promise.all(Array.from({ length: width }, () => hashingForm(async () => order.push("quick"))));
    const { gates, finish } = begin(width);
    answer();
    await new Promise(setImmediate);
    expect(order).toEqual(Array(width).fill("quick"));
    expect(gates).toHaveLength(width);
    await finish();
    await Promise.all(slow);
    expect(order).toEqual([...Array(width).fill("quick"), ...Array(width).fill("slow")]);
    requireRoomForForm();
  });

  test("what goes wrong outside ends the form, and its turn is free", async () => {
    const gone = () => hashingForm((aside) => aside(() => Promise.reject(new Error("gone"))));
    for (let form = 0; form < 2 * width; form++) await expect(gone()).rejects.toThrow("gone");
    expect(begin(width).gates).toHaveLength(width);
  });

  test("a form that fails makes way for the next", async () => {
    await expect(hashingForm(async () => Promise.reject(new Error("gone")))).rejects.toThrow("gone");
    await expect(hashingForm(async () => 1)).resolves.toBe(1);
  });

  const line = (site: string, customer = site) => ({ customer, site });

  /** Begins forms of a site, each of which writes its site down and ends at once. */
  const note = (order: string[], site: string, count: number, customer = site) =>
    Array.from({ length: count }, () => hashingForm(async () => order.push(site), line(site, customer)));

  test("sites have turns in turn, however many of one of them came first", async () => {
    const order: string[] = [];
    const { finish } = begin(width);
    const forms = [...note(order, "flooded", 20), ...note(order, "quiet", 2), ...note(order, "other", 1)];
    await Promise.all([finish(), ...forms]);
    expect(order.slice(0, 5)).toEqual(["flooded", "quiet", "other", "flooded", "quiet"]);
    expect(order.slice(5)).toEqual(Array(18).fill("flooded"));
  });

  test("sites have turns in turn at their hashes too: who comes in is behind none of those that were in before and wait", async () => {
    const order: string[] = [];
    const gates: (() => void)[] = [];
    const hash = (site: string) => () =>
      hashing(async () => {
        order.push(site);
        await new Promise<void>((done) => gates.push(done));
      }, line(site));
    const forms = Array.from({ length: width - 1 }, () => hashingForm(hash("flooded"), line("flooded")));
    forms.push(hashingForm(hash("quiet"), line("quiet")));
    const release = setInterval(() => gates.splice(0).map((open) => open()), 0);
    await Promise.all(forms);
    clearInterval(release);
    const first = availableParallelism();
    expect(order.indexOf("quiet")).toBe(first > 1 ? first : first + 1);
    expect(order).toHaveLength(width);
  });

  test.runIf(availableParallelism() > 1).each([
    ["hashes", availableParallelism(), hashing],
    ["forms", width, hashingForm],
  ] as const)("%s of one customer that take long keep nobody else from more than they hold now", async (_, places, run) => {
    const gates: (() => void)[] = [];
    const dear = Array.from({ length: 3 * places }, () => run(() => new Promise<void>((done) => gates.push(done)), line("dear")));
    let quick = 0;
    const others = Array.from({ length: 5 }, () => run(async () => (quick += 1), line("quick")));
    gates.shift()?.();
    await new Promise(setImmediate);
    expect(quick).toBe(5);
    const release = setInterval(() => gates.splice(0).map((open) => open()), 0);
    await Promise.all([...dear, ...others]);
    clearInterval(release);
  });

  test("a form of a quiet site has room beside one that is flooded with forms that take long", async () => {
    vi.spyOn(log, "warn").mockImplementation(() => undefined);
    const gates: (() => void)[] = [];
    const dear = Array.from({ length: width + 2 }, () => hashingForm(() => new Promise<void>((done) => gates.push(done)), line("dear")));
    // The next turn is free in a second and a half, and so is the one behind it.
    vi.spyOn(performance, "now").mockReturnValue(performance.now() + 40 + 16 * (1_500 * width - 40));
    gates.shift()?.();
    await dear[0];
    expect(() => requireRoomForForm(line("dear"))).toThrow();
    requireRoomForForm(line("quiet"));
    const release = setInterval(() => gates.splice(0).map((open) => open()), 0);
    await Promise.all(dear);
    clearInterval(release);
  });

  test("many sites of one customer take no room of another's, and have one turn together", async () => {
    const order: string[] = [];
    const { finish } = begin(width);
    // As many as two seconds have turns for.
    const many = Array.from({ length: 50 * width }, (_, index) => note(order, `many ${index}`, 1, "many")).flat();
    requireRoomForForm(line("quiet"));
    const forms = [...many, ...note(order, "quiet", 2)];
    await Promise.all([finish(), ...forms]);
    expect(order.slice(0, 6)).toEqual(["many 0", "quiet", "many 1", "quiet", "many 2", "many 3"]);
    expect(order).toHaveLength(50 * width + 2);
  });

  test("who floods a site fills the room of that site and no other's", async () => {
    vi.spyOn(log, "warn").mockImplementation(() => undefined);
    const order: string[] = [];
    const { finish } = begin(width);
    const waiting = note(order, "flooded", 50 * width);
    const refused = expect.objectContaining({ code: "unavailable", retryAfterS: 3 });
    expect(() => requireRoomForForm(line("flooded"))).toThrow(refused);
    // Two seconds are shared by two now: twenty-five turns of each of the places.
    for (let form = 0; form < 25 * width; form++) {
      requireRoomForForm(line("quiet"));
      waiting.push(...note(order, "quiet", 1));
    }
    expect(() => requireRoomForForm(line("quiet"))).toThrow(refused);
    requireRoomForForm(line("third"));
    expect(log.warn).toHaveBeenCalledExactlyOnceWith(
      { account: "flooded", site: "flooded", waiting: 50 * width, shares: 1 },
      "more passwords than can be hashed: some visitors are told to come back",
    );
    await Promise.all([finish(), ...waiting]);
  });
});
