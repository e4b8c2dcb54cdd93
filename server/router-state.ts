const MAX_DEPTH = 64;
const KINDS = new Set(["c", "oc", "d", ...["c", "d"].flatMap((kind) => ["(..)(..)", "(.)", "(..)", "(...)"].map((up) => `${kind}i${up}`))]);
const MARKERS = new Set(["refetch", "inside-shared-layout", "metadata-only"]);

/**
 * True for a `next-router-state-tree` header as the framework's own client writes it: what it has on screen already.
 *
 * Anything else makes the framework fail. Without the header it draws the whole page, which is right for everybody.
 */
export function isRouterState(header: string): boolean {
  try {
    return isState(JSON.parse(decodeURIComponent(header)), 0);
  } catch {
    return false;
  }
}

function isState(state: unknown, depth: number): boolean {
  if (!Array.isArray(state) || state.length < 2 || state.length > 6 || depth > MAX_DEPTH) return false;
  const [segment, slots, address, marker, hints, more] = state as unknown[];
  return (
    isSegment(segment) &&
    isRecord(slots) &&
    Object.values(slots).every((slot) => isState(slot, depth + 1)) &&
    (isNothing(address) || (isTexts(address) && address.length === 2)) &&
    (isNothing(marker) || MARKERS.has(marker as string)) &&
    (isNothing(hints) || typeof hints === "number") &&
    (more === undefined || typeof more === "string")
  );
}

function isSegment(segment: unknown): boolean {
  if (typeof segment === "string") return true;
  if (!Array.isArray(segment) || segment.length !== 4) return false;
  const [name, value, kind, siblings] = segment as unknown[];
  return isTexts([name, value]) && KINDS.has(kind as string) && (siblings === null || isTexts(siblings));
}

const isNothing = (value: unknown): value is null | undefined => value === null || value === undefined;
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((text) => typeof text === "string");
const isRecord = (value: unknown): value is object => typeof value === "object" && value !== null && !Array.isArray(value);
