import { boot, databaseUnderWay } from "@/lib/db/boot";
import { DatabaseInUseError } from "@/lib/db/embedded-postgres";
import { ConfigurationError } from "@/lib/kernel/env";
import { log } from "@/lib/kernel/log";

try {
  // Everything else is loaded while the database starts in processes of its own, so nothing of it may be imported above.
  const booting = boot();
  await Promise.race([databaseUnderWay, booting]);
  const [booted, { serve }] = await Promise.all([booting, import("./serve")]);
  await serve(booted, { dev: process.argv.includes("--dev") });
} catch (error) {
  if (error instanceof ConfigurationError || error instanceof DatabaseInUseError) console.error(`\n${error.message}\n`);
  else log.fatal({ detail: error instanceof Error ? error.stack : String(error) }, "could not start");
  process.exit(1);
}
