// Loaded before an instance of the tests that comes with a database of its own, as one of production: there the tests' customers, who
// live on this machine, may not be called by any setting. `lib/kernel/env.ts` keeps what it was set to under this name.
const slot = Symbol.for("signin-fast.env");
let kept;
Object.defineProperty(globalThis, slot, {
  get: () => kept,
  set(value) {
    kept = { ...value, OUTGOING_ALLOW_LOOPBACK: "on" };
  },
});
