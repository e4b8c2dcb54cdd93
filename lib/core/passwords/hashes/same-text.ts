import { sameBytes } from "@/lib/kernel/secrets";

/** Compares two texts of equal length in constant time. */
export function sameText(a: string, b: string): boolean {
  return sameBytes(Buffer.from(a), Buffer.from(b));
}
