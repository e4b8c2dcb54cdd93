import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { decode, encode } from "next-auth/jwt";
import { inject } from "vitest";
import { type Env, setEnv } from "@/lib/kernel/env";
import { operatorSessionSecrets, readKey } from "@/lib/kernel/secrets";
import type { Visitor } from "./visitor";

/** Has the session in a browser say that it was proved eleven minutes ago who sits there, by sealing it anew with the server's own key. */
export async function ageProof({ context }: Visitor): Promise<void> {
  const keys = (await readFile(join(inject("dataDir"), "keys"), "utf8")).trim().split(",").map(readKey);
  setEnv({ keys, appUrl: inject("baseUrl"), LOG_LEVEL: "warn" } as Env);
  const [secret = ""] = operatorSessionSecrets();
  const cookie = (await context.cookies()).find(({ name }) => name.includes("session-token"));
  const claims = await decode({ token: cookie?.value ?? "", secret });
  if (!cookie || !claims) throw new Error("Nobody is signed in here");
  const token = { ...claims, proved: Number(claims.proved) - 660 };
  await context.addCookies([{ ...cookie, value: await encode({ token, secret, maxAge: 3_600 }) }]);
}
