/** SQL of the rows that count how often something happened in a while: those of `attempts` and of `operator_attempts`. */

/** One more in the window of a budget `a`, which begins anew once it has ended. */
export const ONE_MORE = `count = CASE WHEN a.window_ends_at > now() THEN a.count + 1 ELSE 1 END,
       window_ends_at = CASE WHEN a.window_ends_at > now() THEN a.window_ends_at ELSE excluded.window_ends_at END`;

/**
 * The same, where a budget that closes again within a day of its last window stays closed for twice as long each time, up to
 * sixteen windows.
 *
 * @param top SQL for how many close it
 * @param windowS SQL for how long a window is
 */
export const oneFailureMore = (top: string, windowS: string) => `
       count = CASE WHEN a.window_ends_at > now() THEN a.count + 1 ELSE 1 END,
       closings = CASE WHEN a.window_ends_at > now() AND a.count + 1 = ${top} THEN a.closings + 1
         WHEN a.window_ends_at > now() - interval '1 day' THEN a.closings ELSE 0 END,
       window_ends_at = CASE WHEN a.window_ends_at <= now() THEN excluded.window_ends_at
         WHEN a.count + 1 = ${top} AND a.closings > 0 THEN now() + make_interval(secs => ${windowS} * 2 ^ least(a.closings, 4))
         ELSE a.window_ends_at END`;
