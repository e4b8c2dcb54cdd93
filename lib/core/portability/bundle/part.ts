import { z } from "zod";
import type { SiteContext } from "@/lib/db/resolve";
import type { Snapshot } from "@/lib/db/snapshot";

/** One file of a bundle: one kind of row, a JSON object a line. */
export type BundlePart<Row = unknown> = {
  /** Its name in the archive. */
  readonly file: string;
  /** What a line says. The descriptions are the documentation; a field that may be absent is there only when secrets are. */
  readonly row: z.ZodType<Row>;
  /** Set on what is the customer's own and no user's: it is restored on request only, by whoever may change the site. */
  readonly settings?: true;
  /** How many rows the site has. */
  count(snapshot: Snapshot): Promise<number>;
  /** All rows as lines without their ends, in batches. */
  lines(snapshot: Snapshot, options: { secrets: boolean }): AsyncIterable<string[]>;
  /**
   * Writes rows into a site, again and again if it has to: what is there already stays. Absent where rows are users,
   * who come in as imported users do, and where they are a record of what cannot go on elsewhere.
   */
  restore?(site: SiteContext, rows: readonly Row[]): Promise<void>;
};

/** A part as it was declared, with the type of its rows. */
export const bundlePart = <Row>(part: BundlePart<Row>): BundlePart<Row> => part;

/** A line with more fields at its end. */
export const withFields = (line: string, fields: Record<string, string | null>) =>
  `${line.slice(0, -1)},${JSON.stringify(fields).slice(1)}`;

/**
 * A moment of the years 1 to 9999, RFC 3339 with up to six digits of a second. It stays a text: a Date would lose the last three.
 *
 * What PostgreSQL takes for no time, a year 0 or a zone a day away, would keep a whole batch of rows from being written.
 */
export const moment = z.iso.datetime({ offset: true }).refine(isKept, "is no time of the years 1 to 9999");

function isKept(text: string): boolean {
  const at = Date.parse(text);
  return at >= Date.parse("0001-01-01T00:00:00Z") && at < Date.parse("+010000-01-01T00:00:00Z") && !/[+-](1[6-9]|2\d):\d\d$/.test(text);
}

/** Our ids: a bundle brings them along, and an import keeps them where they are free. */
export const bundleId = z.int().positive();
