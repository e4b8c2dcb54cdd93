import type { SiteContext } from "@/lib/db/resolve";

/** Deletes a stored file of a site with its pieces; one that is not there is deleted already. Nothing may name it any more. */
export async function deleteFile({ db }: Pick<SiteContext, "db">, fileId: bigint): Promise<void> {
  await db.storedFile.deleteMany({ where: { id: fileId } });
}
