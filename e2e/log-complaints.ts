/** What no log may ever hold: the secrets and the passwords of these tests. The owner link is in the banner on purpose. */
const SECRETS = /(tkn|rst|vfy|flw|opl|gma|pst)_[\w-]{48}|correct horse battery|a brand new password|a long operator password/;

/** The lines of a server's output that tell of an error of ours, or tell a secret. */
export function logComplaints(output: string): string[] {
  return output.split("\n").filter((line) => /"level":[56]0/.test(line) || SECRETS.test(line));
}
