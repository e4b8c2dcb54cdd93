import type { SeenFile } from "@/lib/core/portability/imports/look-at-file";
import { Button } from "@/lib/ui/button";
import { Note } from "@/lib/ui/card";
import { SubmitRow } from "@/lib/ui/submit-row";
import { ColumnMapping, type Mapping } from "./column-mapping";

/** What people call a format. */
const NAMES: Readonly<Record<string, string>> = {
  auth0: "the users of Auth0",
  "auth0-passwords": "the password hashes of Auth0",
  clerk: "the users of Clerk",
  firebase: "the users of Firebase",
  supabase: "the users of Supabase",
  keycloak: "the users of Keycloak",
  cognito: "the users of Amazon Cognito",
  "better-auth": "the users of better-auth",
  supertokens: "the users of SuperTokens",
  bundle: "a bundle of Signin Fast",
  csv: "a CSV file",
  ndjson: "an NDJSON file",
  json: "a JSON file",
};

/** What a file was found to be, and what its columns become, before it is sent. */
export function ConfirmFile({
  file,
  seen,
  mapping,
  problem,
  fieldNames,
  onMapping,
  onConfirm,
  onCancel,
}: {
  file: File;
  seen: SeenFile;
  mapping: Mapping;
  problem?: string;
  fieldNames: readonly string[];
  onMapping: (mapping: Mapping) => void;
  onConfirm: () => void;
  onCancel: () => void;
}) {
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5">
      {problem && <Note tone="bad">{problem}</Note>}
      <div className="grid gap-1">
        <h2 className="text-base font-semibold break-words">{file.name}</h2>
        <p className="text-sm text-soft">This is {NAMES[seen.format] ?? seen.format}.</p>
      </div>
      {seen.columns.length > 0 && (
        <>
          <p className="text-sm text-soft">
            Say what each column is. Below its name stand its first values; passwords are not shown. What is left over is kept as private
            metadata.
          </p>
          <ColumnMapping columns={seen.columns} fieldNames={fieldNames} mapping={mapping} onChange={onMapping} />
        </>
      )}
      <SubmitRow>
        <Button onClick={onCancel}>Choose another file</Button>
        <Button look="primary" onClick={onConfirm}>
          Send and count
        </Button>
      </SubmitRow>
    </div>
  );
}
