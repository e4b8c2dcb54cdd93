import { newId } from "@/lib/kernel/ids";
import { query } from "../query";

/** Remembers that a backup was made just now. */
export async function noteBackup(bytes: number): Promise<void> {
  await query("system", "note-backup", "INSERT INTO backups (id, bytes) VALUES ($1, $2)", [newId(), bytes]);
}

/** When the newest backup was made; null when none was. */
export async function lastBackup(): Promise<Date | null> {
  const [row] = await query<{ at: Date | null }>("system", "last-backup", "SELECT max(made_at) AS at FROM backups", []);
  return row?.at ?? null;
}
