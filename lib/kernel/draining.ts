const slot = Symbol.for("signin-fast.draining");
type Holder = { [slot]?: boolean };

/** True once this process has been told to stop: it finishes what it has begun, and whoever spreads requests sends it no more. */
export function isDraining(): boolean {
  return (globalThis as Holder)[slot] === true;
}

/** Has `isDraining` say so from now on, or, after a test, no longer. */
export function setDraining(value: boolean): void {
  (globalThis as Holder)[slot] = value;
}
