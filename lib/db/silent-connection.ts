import type { Socket } from "node:net";
import type pg from "pg";

/** What `pg` has and its types do not say: false while a statement is under way. */
type Client = pg.Client & { readonly readyForQuery: boolean };

/**
 * Ends a connection over which nothing has come or gone for a while although a statement is under way: whoever asked hears of it, and the
 * pool opens another one.
 *
 * A server that is gone without a word, or a firewall that has forgotten the connection, refuses nothing. Without this one would wait until
 * the kernel gives up, which may be a quarter of an hour.
 *
 * @param afterMs longer than the server takes to refuse a statement by itself
 */
export function endWhenSilent(client: pg.ClientBase, afterMs: number): void {
  const known = client as Client;
  const stream = known.connection.stream as Socket;
  // What has run out once does not begin anew by itself.
  const again = () => stream.setTimeout(afterMs);
  again().on("timeout", () => {
    if (known.readyForQuery) return again();
    // A process that stood still, and not the server, finds its timers run out before it reads what has come meanwhile.
    const { bytesRead } = stream;
    setImmediate(() => {
      if (stream.bytesRead !== bytesRead) again();
      else stream.destroy(new Error(`Connection terminated: nothing was heard from the database for ${afterMs} ms`));
    });
  });
}
