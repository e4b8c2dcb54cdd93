import { disconnect } from "@/lib/db/client";
import { env, setEnv } from "@/lib/kernel/env";

/** Does the work in a process whose database is not there; afterwards it is back. */
export async function withoutDatabase(work: () => Promise<void>): Promise<void> {
  const before = env();
  await disconnect();
  setEnv({ ...before, databaseUrl: "postgresql://signin:canary@127.0.0.1:1/nowhere" });
  try {
    await work();
  } finally {
    await disconnect();
    setEnv(before);
  }
}
