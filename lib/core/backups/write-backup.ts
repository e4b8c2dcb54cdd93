import { z } from "zod";
import { noteBackup } from "@/lib/db/backup/note-backup";
import { env } from "@/lib/kernel/env";
import { invalid } from "@/lib/kernel/errors";
import { checkFields } from "@/lib/kernel/fields";
import { recipientField } from "../portability/exports/recipient";
import { writeNewFile } from "../portability/exports/write-new-file";
import { backupBytes } from "./backup-bytes";

/**
 * Writes the whole installation into a new file of this machine, for its owner's eyes only.
 *
 * @param recipient a public key of age, or of RSA in PEM, that it is encrypted to
 * @throws AppError `invalid` for a file or a recipient that will not do
 */
export async function writeBackup(path: string | undefined, recipient: string | null): Promise<{ bytes: number }> {
  if (!path) throw invalid("file", "Say where to: signin backup FILE");
  const checked = checkFields(z.object({ recipient: recipientField.nullable() }), { recipient });
  const bytes = await writeNewFile(path, backupBytes(env().databaseUrl, checked.recipient));
  await noteBackup(bytes);
  return { bytes };
}
