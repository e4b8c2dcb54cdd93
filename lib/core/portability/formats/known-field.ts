/** The fields of a generic file, and what people write over their columns, in lower case and without blanks, `_` and `-`. */
const SYNONYMS = {
  external_id: ["externalid", "id", "userid", "uid", "uuid", "sub", "externaluserid"],
  email: ["email", "mail", "emailaddress", "mailaddress", "useremail", "primaryemail", "primaryemailaddress"],
  email_verified: ["emailverified", "verified", "isverified", "emailconfirmed", "isemailverified"],
  username: ["username", "login", "loginname", "userlogin"],
  name: ["name", "fullname", "displayname"],
  first_name: ["firstname", "givenname", "forename"],
  last_name: ["lastname", "familyname", "surname"],
  locale: ["locale", "language", "lang", "preferredlanguage"],
  blocked: ["blocked", "banned", "disabled", "isblocked", "isbanned", "isdisabled", "suspended"],
  active: ["active", "isactive", "enabled", "isenabled"],
  created_at: ["createdat", "created", "datejoined", "joinedat", "registeredat", "userregistered", "signupdate", "creationdate"],
  last_sign_in_at: ["lastsigninat", "lastsignin", "lastlogin", "lastloginat", "lastsignedinat"],
  password: ["password", "plaintextpassword"],
  password_hash: ["passwordhash", "passworddigest", "hashedpassword", "encryptedpassword", "hash", "userpass"],
  password_hash_algorithm: ["passwordhashalgorithm", "passwordhasher", "hashalgorithm", "hashingalgorithm"],
  password_salt: ["passwordsalt", "salt"],
  password_salt_position: ["passwordsaltposition", "saltposition"],
  metadata: ["metadata", "publicmetadata", "usermetadata"],
  private_metadata: ["privatemetadata", "appmetadata"],
} as const;

const FIELD_BY_NAME: ReadonlyMap<string, string> = new Map(
  Object.entries(SYNONYMS).flatMap(([field, names]) => names.map((name) => [name, field] as const)),
);

/** Which field people mean by this name; undefined when it is none of ours. Case, blanks, `_` and `-` do not count. */
export function knownField(name: string): string | undefined {
  if (/^(private_)?metadata\../.test(name)) return name;
  return FIELD_BY_NAME.get(name.toLowerCase().replace(/[\s_-]+/g, ""));
}

/** True for the name of a field that a mapping may name. */
export function isField(name: string): boolean {
  return Object.hasOwn(SYNONYMS, name) || /^(private_)?metadata\../.test(name);
}

/** Every field that a column can be taken for, but for single keys of the metadata. */
export const FIELD_NAMES: readonly string[] = Object.keys(SYNONYMS);
