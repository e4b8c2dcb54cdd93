import { z } from "zod";

/** Whether a dialect answers. */
export const enabled = z.boolean("must be true or false").default(true).describe("Whether it answers at this site.");

/** How long something lives, in seconds. */
export const seconds = (least: number, most: number, usual: number) =>
  z.int("must be a whole number of seconds").min(least, `must be at least ${least}`).max(most, `must be at most ${most}`).default(usual);

/** The longest that an access token may live: seven days. A signing key that is replaced is believed as long. */
export const LONGEST_ACCESS_S = 7 * 86_400;

export const accessSeconds = (usual: number) =>
  seconds(60, LONGEST_ACCESS_S, usual).describe("How long an access token lives, in seconds.");

export const refreshSeconds = (usual: number) =>
  seconds(300, 365 * 86_400, usual).describe("How long a refresh token lives, in seconds, counted anew at each renewal.");
