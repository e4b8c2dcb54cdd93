import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type * as Engine from "@prisma/schema-engine-wasm/schema_engine_bg";

/** Whom the WebAssembly build tells about a panic. */
type PanicRegistry = { PRISMA_WASM_PANIC_REGISTRY?: { set_message(text: string): void } };

let loaded: Promise<typeof Engine> | undefined;

/**
 * Prisma's schema engine, instantiated from its WebAssembly file.
 *
 * Done by hand because Node 20 cannot import a `.wasm` module; Prisma's own command line downloads a native engine instead, which fails without
 * internet. Once for each process: the module keeps views of its memory and would go on reading those of an earlier instance.
 *
 * @param onPanic is given the text of a panic; the call that caused it then never answers
 */
export async function loadSchemaEngine(onPanic: (text: string) => void): Promise<typeof Engine> {
  (globalThis as PanicRegistry).PRISMA_WASM_PANIC_REGISTRY = { set_message: onPanic };
  loaded ??= instantiate();
  return loaded;
}

async function instantiate(): Promise<typeof Engine> {
  const engine: typeof Engine = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const file = createRequire(import.meta.url)
    .resolve("@prisma/schema-engine-wasm/schema_engine_bg")
    .replace(/\.js$/, ".wasm");
  const imports = { "./schema_engine_bg.js": engine as unknown as WebAssembly.ModuleImports };
  const { instance } = await WebAssembly.instantiate(await readFile(file), imports);
  engine.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return engine;
}
