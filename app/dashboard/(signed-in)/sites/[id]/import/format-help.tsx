/** What to take out of each system. */
const SOURCES: readonly [name: string, what: string][] = [
  ["Auth0", "The export of the users as NDJSON; then the file of password hashes that their support sends."],
  ["Clerk", "The CSV of “Export all users”, with password digests."],
  ["Firebase", "The JSON of firebase auth:export, with the project’s hash parameters as hash_config in it."],
  ["Supabase", "The table auth.users as CSV."],
  ["Keycloak", "The realm as JSON, exported with its users."],
  ["Amazon Cognito", "The users as CSV. It gives no hashes away: people set a new password."],
  ["better-auth", "The rows of user, joined with those of account, as CSV or JSON."],
  ["SuperTokens", "The users of a bulk import as JSON."],
  ["Signin Fast", "A bundle, as it was exported."],
  ["Anything else", "CSV or NDJSON with an e-mail column. Hashes in bcrypt, Argon2, scrypt, PBKDF2 and phpass keep working."],
];

/** From where users can come, a line each. */
export function FormatHelp() {
  return (
    <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[auto_1fr]">
      {SOURCES.map(([name, what]) => (
        <div key={name} className="contents">
          <dt className="font-medium">{name}</dt>
          <dd className="mb-2 text-soft sm:mb-0">{what}</dd>
        </div>
      ))}
    </dl>
  );
}
