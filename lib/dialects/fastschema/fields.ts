/** The fields of a body. One that is no object has none: what is missing is told field by field. */
export const fieldsOf = (body: unknown): Readonly<Record<string, unknown>> =>
  typeof body === "object" && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : {};

/** A field's text; what is no text is none. */
export const textOf = (value: unknown) => (typeof value === "string" ? value : "");

/** True when a password was to be confirmed and was said differently the second time. */
export const isMistyped = ({ password, confirm_password }: Readonly<Record<string, unknown>>) =>
  confirm_password !== undefined && confirm_password !== null && confirm_password !== password;
