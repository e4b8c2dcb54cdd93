import type { SiteContext } from "@/lib/db/resolve";
import type { Person } from "./require-hard-to-guess";

/** What is known of a user that no password of theirs should be; nothing of one who is gone. */
export async function personOf({ db }: Pick<SiteContext, "db">, siteUserId: bigint): Promise<Person> {
  const user = await db.siteUser.findFirst({ where: { id: siteUserId }, select: { emailCanonical: true, username: true } });
  return user ?? {};
}
