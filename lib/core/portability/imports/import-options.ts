import type { FirebaseProject } from "@/lib/core/passwords/read-firebase-hash";
import { seal, unseal } from "@/lib/kernel/secrets";

/** What somebody says about a file that is imported. All of it is optional: formats are detected. */
export type ImportOptions = {
  /** The id of a format, for a file that is taken for another. */
  readonly format?: string | undefined;
  /** Field -> the file's name for it. */
  readonly mapping?: Readonly<Record<string, string>> | undefined;
  readonly firebaseProject?: FirebaseProject | undefined;
  /** A bundle brings the settings of its site along as well. */
  readonly settings?: boolean | undefined;
};

/** What they are sealed to. */
export const optionsContext = (importId: bigint) => `imports.options:${importId}`;

/** The options as they are kept. SECURITY: sealed, because a Firebase signer key is among them. */
export const sealOptions = (options: ImportOptions, importId: bigint) => seal(JSON.stringify(options), optionsContext(importId));

/** Opens what `sealOptions` made. */
export const openOptions = (sealed: Uint8Array, importId: bigint): ImportOptions => JSON.parse(unseal(sealed, optionsContext(importId)));
