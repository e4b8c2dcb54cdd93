import { signIn } from "@/lib/core/sign-in/sign-in";
import { isAppError } from "@/lib/kernel/errors";
import { freshIp } from "./hosted-pages";
import type { Tenant } from "./make-tenant";

/** Whether an address and a password sign in at the site of a tenant. */
export async function passwordWorks({ context }: Tenant, email: string, password: string): Promise<boolean> {
  const visitor = { ip: freshIp(), browserHash: null, program: true, language: "en", aside: <T>(wait: () => Promise<T>) => wait() };
  return signIn(context, { email, password }, visitor).then(
    () => true,
    (error: unknown) => {
      if (isAppError(error) && error.code === "wrong_credentials") return false;
      throw error;
    },
  );
}
