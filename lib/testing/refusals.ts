/** The REST API's refusals, whole, as `answer` gives them. */

type Refusal = { status: number; body: { error: string; messages: string[] } };

const refusal =
  (status: number, error: string) =>
  (...messages: string[]): Refusal => ({ status, body: { error, messages } });

export const badRequest = refusal(400, "Bad Request");
export const invalid = refusal(422, "Validation failed");
export const notFound = refusal(404, "Not Found")("Record not found");
export const unauthorized = refusal(401, "Unauthorized")("Invalid or missing API token");
export const conflict = refusal(409, "Conflict");
export const tooLarge = refusal(413, "Payload Too Large")("The body is too large");
export const badJson = badRequest("The body is not valid JSON");
