import { ping } from "@/lib/db/system-db";

/**
 * Answers once the database does.
 *
 * @throws AppError `unavailable`, by way of the driver's fault
 */
export async function checkHealth(): Promise<void> {
  await ping();
}
