import type { Server } from "node:http";
import { networkOf } from "@/lib/http/client-ip";
import { env } from "@/lib/kernel/env";
import { withoutMapping } from "./ingress";

/**
 * Lets one address hold open as many connections as CONNECTIONS_PER_ADDRESS says, and closes those beyond: whoever opens sockets and
 * says nothing has no more than that.
 *
 * Behind proxies it counts none: they are everybody's address, and whom they take connections from is theirs to cap.
 */
export function capConnections(server: Server): void {
  const open = new Map<string, number>();
  server.on("connection", (socket) => {
    const { CONNECTIONS_PER_ADDRESS: most, TRUSTED_PROXIES: proxies } = env();
    if (most === 0 || proxies > 0) return;
    const from = networkOf(withoutMapping(socket.remoteAddress ?? "unknown"));
    const count = (open.get(from) ?? 0) + 1;
    if (count > most) return void socket.destroy();
    open.set(from, count);
    socket.once("close", () => {
      const left = (open.get(from) ?? 1) - 1;
      if (left > 0) open.set(from, left);
      else open.delete(from);
    });
  });
}
