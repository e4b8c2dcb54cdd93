import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ModuleId } from "@/lib/hosted/modules";
import { publicFile } from "./public-file";

/** Serves a module of hosted pages as it was built, at an address that their policy allows by its path. */
export const pageModule = (id: ModuleId) =>
  publicFile("text/javascript", () => readFile(join(process.cwd(), `.build/modules/${id}.js`), "utf8"));
