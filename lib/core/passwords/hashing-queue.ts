import { availableParallelism } from "node:os";
import { count } from "@/lib/kernel/counters";
import { AppError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";
import { traced } from "@/lib/kernel/trace";

/** How long anybody should wait for a turn. */
const MAX_WAIT_MS = 2_000;
/** What a hash takes, until it is known. */
const HASH_MS = 10;
/** How many forms are handled at a time for each hash: enough for the next one to be ready, and too few to fill the database's pool. */
const FORMS_PER_HASH = 4;
/** How many hashes may wait that nobody at a form waits for: about ten seconds. */
const LATER = 1_000;
/** How often the log says that somebody is refused. */
const TOLD_EVERY_MS = 60_000;

const width = Math.max(1, availableParallelism());

/**
 * So many at a time, and `least` may wait however long it takes. `tookMs` is how long a turn has been lately while others waited: on a
 * busy machine fewer fit into the same wait. Who waits stands in the line of their site: customers have turns in turn, and so have the
 * sites of each. `held` is how many turns each customer has at the moment, of those who have any.
 */
type Queue = {
  readonly width: number;
  readonly least: number;
  running: number;
  tookMs: number;
  readonly held: Map<string, number>;
  readonly lines: Map<string, Map<string, Turn[]>>;
};
type Turn = () => void;

/** A line: of one site, among those of its customer. */
export type Line = { readonly customer: string; readonly site: string };

/** The line of those of whom no site is known. */
export const NOBODY: Line = { customer: "", site: "" };
type Queues = { readonly hashes: Queue; readonly forms: Queue; readonly later: Queue; toldAt: number };

const slot = Symbol.for("signin-fast.hashing-queue");
type Holder = { [slot]?: Queues };

function queues(): Queues {
  const holder = globalThis as Holder;
  holder[slot] ??= {
    // A form that was given its place is not refused at its hash, in however many lines the others stand.
    hashes: { width, least: (width * FORMS_PER_HASH) ** 2, running: 0, tookMs: HASH_MS, held: new Map(), lines: new Map() },
    forms: { width: width * FORMS_PER_HASH, least: 0, running: 0, tookMs: HASH_MS * FORMS_PER_HASH, held: new Map(), lines: new Map() },
    later: { width: 1, least: LATER, running: 0, tookMs: HASH_MS, held: new Map(), lines: new Map() },
    toldAt: Number.NEGATIVE_INFINITY,
  };
  return holder[slot];
}

/**
 * Runs a password hash when a core is free for it.
 *
 * One hash a core at a time: more would be no faster, would fill libuv's pool, and everything else that uses the pool
 * would wait behind passwords. A queue longer than about two seconds is refused at once instead of growing. Sites have turns in turn here
 * too: whoever has just come in with a form is not behind all those of a site that is flooded.
 *
 * @param line see `lineOf`. SECURITY: the same whether there is a user or not, or the wait would tell
 * @throws AppError `unavailable` when the queue is full
 */
export function hashing<T>(work: () => Promise<T>, line = NOBODY): Promise<T> {
  return traced("password.hash", (span) =>
    inTurn(
      queues().hashes,
      () => {
        span.addEvent("turn");
        return work();
      },
      line,
    ),
  );
}

/**
 * Runs a password hash that a customer's program asked for.
 *
 * SECURITY: one at a time stands in the queue of `hashing`, however many are asked for. With all of them there, one program
 * that creates users would have everybody refused who signs in, at every site. Programs of different customers and sites have turns in turn.
 *
 * @throws AppError `unavailable` when too many wait
 */
export function hashingLater<T>(work: () => Promise<T>, line = NOBODY): Promise<T> {
  return inTurn(queues().later, () => hashing(work, line), line);
}

/** Whether a password is being checked or set right now, for anybody. */
export function isHashing(): boolean {
  const { hashes, forms } = queues();
  return hashes.running > 0 || forms.running > 0;
}

/** How many have their turn in each queue, and how many wait for one. */
export function passwordQueues(): { queue: "hashes" | "forms" | "later"; running: number; waiting: number }[] {
  const all = queues();
  return (["hashes", "forms", "later"] as const).map((queue) => ({
    queue,
    running: all[queue].running,
    waiting: [...all[queue].lines.values()].flatMap((sites) => [...sites.values()]).reduce((sum, line) => sum + line.length, 0),
  }));
}

/** Waits for somebody else's machine beside the queue: the next form has the place meanwhile. */
export type Aside = <T>(wait: () => Promise<T>) => Promise<T>;

/**
 * Handles a form that leads to a hash when the hashes of those before it are near their end.
 *
 * They wait here and not on the way: each asks the database before its hash, and all at once would keep it from everybody
 * else. SECURITY: what is handled here has arrived whole, or a few slow senders would hold all places; and it steps `aside` for
 * whatever is outside, or a few slow endpoints of one customer would. Who floods a site waits and is refused there: at another
 * site whoever comes is next after one form of each. SECURITY: customers have turns before sites have, so a thousand sites of one
 * customer are one turn.
 *
 * @param line see `lineOf`
 * @throws AppError `unavailable` when the wait would be longer than about two seconds
 */
export function hashingForm<T>(handle: (aside: Aside) => Promise<T>, line = NOBODY): Promise<T> {
  return inTurn(queues().forms, handle, line);
}

/**
 * Refuses a form that leads to a hash while too many of its line wait before it. Asked before it is read: what is refused has to cost
 * next to nothing.
 *
 * @throws AppError `unavailable`
 */
export function requireRoomForForm(line = NOBODY): void {
  requireRoom(queues().forms, line);
}

async function inTurn<T>(queue: Queue, work: (aside: Aside) => Promise<T>, line = NOBODY): Promise<T> {
  requireRoom(queue, line);
  // Without a tick where there is a turn to be had: it is then begun before anybody else asks.
  const turn = enter(queue, line);
  if (turn) await turn;
  let began = performance.now();
  const aside: Aside = async (wait) => {
    leave(queue, line, began);
    try {
      return await wait();
    } finally {
      await enter(queue, line);
      began = performance.now();
    }
  };
  try {
    return await work(aside);
  } finally {
    leave(queue, line, began);
  }
}

/** Takes a turn, or answers what to wait for until there is one, however long. */
function enter(queue: Queue, { customer, site }: Line): Promise<void> | null {
  if (queue.running < queue.width) {
    queue.running += 1;
    hold(queue, customer, 1);
    return null;
  }
  return new Promise<void>((turn) => {
    const sites = queue.lines.get(customer) ?? new Map<string, Turn[]>();
    const line = sites.get(site) ?? [];
    line.push(turn);
    queue.lines.set(customer, sites.set(site, line));
  });
}

function leave(queue: Queue, { customer }: Line, began: number): void {
  hold(queue, customer, -1);
  const next = nextOf(queue);
  if (next) queue.tookMs += (performance.now() - began - queue.tookMs) / 16;
  if (next) next();
  else queue.running -= 1;
}

const heldBy = ({ held }: Queue, customer: string) => held.get(customer) ?? 0;

function hold(queue: Queue, customer: string, more: 1 | -1): void {
  const turns = heldBy(queue, customer) + more;
  if (turns === 0) queue.held.delete(customer);
  else queue.held.set(customer, turns);
}

/**
 * The first of the line that has waited longest for a turn, of the customer who has: of those who have the fewest turns at the moment.
 * Both are the last then. SECURITY: hashes that somebody has brought along may take a hundred times as long as ours, and turn for turn they
 * would come to hold every core.
 */
function nextOf(queue: Queue): Turn | undefined {
  let customer: string | undefined;
  for (const other of queue.lines.keys()) {
    if (customer === undefined || heldBy(queue, other) < heldBy(queue, customer)) customer = other;
  }
  if (customer === undefined) return undefined;
  hold(queue, customer, 1);
  return takeFrom(
    queue.lines,
    customer,
    (sites) =>
      takeFrom(
        sites,
        sites.keys().next().value,
        (line) => line.shift(),
        (line) => line.length === 0,
      ),
    (sites) => sites.size === 0,
  );
}

/** Takes something from what a map has at a key, and puts that behind the others unless it is used up. */
function takeFrom<Held, Taken>(
  from: Map<string, Held>,
  key: string | undefined,
  take: (held: Held) => Taken | undefined,
  isSpent: (held: Held) => boolean,
): Taken | undefined {
  const held = key === undefined ? undefined : from.get(key);
  if (key === undefined || held === undefined) return undefined;
  const taken = take(held);
  from.delete(key);
  if (!isSpent(held)) from.set(key, held);
  return taken;
}

/** SECURITY: a line has its share of the room, among the sites of its customer, and these among all customers: who floods it fills no more. */
function requireRoom(queue: Queue, { customer, site }: Line): void {
  // Somebody may always wait: how long a turn takes is learnt from those alone who make room for another.
  if (queue.running < queue.width || queue.lines.size === 0) return;
  const sites = queue.lines.get(customer);
  const line = sites?.get(site);
  const own = line?.length ?? 0;
  // Those who hold more turns have none before this one.
  const before = [...queue.lines.keys()].filter((other) => other !== customer && heldBy(queue, other) <= heldBy(queue, customer));
  const shares = (before.length + 1) * ((sites?.size ?? 0) + (line ? 0 : 1));
  const waitMs = (((own + 1) * shares) / queue.width) * queue.tookMs;
  if (own < queue.least / shares || waitMs <= MAX_WAIT_MS) return;
  count("passwords_refused");
  const state = queues();
  if (performance.now() - state.toldAt > TOLD_EVERY_MS) {
    state.toldAt = performance.now();
    log.warn({ account: customer, site, waiting: own, shares }, "more passwords than can be hashed: some visitors are told to come back");
  }
  throw new AppError("unavailable", { retryAfterS: 3 });
}
