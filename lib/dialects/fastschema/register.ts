import { signUp } from "@/lib/core/sign-in/sign-up";
import type { DialectRoute } from "../kit/dialect";
import { ok } from "./answers";
import { failure } from "./errors";
import { fieldsOf, isMistyped } from "./fields";

/** Creates a user, who is active at once where the site asks for no proof of the address, and else by a mail. */
export const register: DialectRoute = {
  method: "POST",
  path: "/auth/local/register",
  hashes: true,
  statuses: [200, 400, 422, 429, 503],
  async handle({ site, body, visitor }) {
    const fields = fieldsOf(body);
    if (isMistyped(fields)) return failure(400, "The passwords do not match", "password_mismatch");
    const { email, password, first_name, last_name } = fields;
    const login = fields.login ?? fields.username;
    // Clients without usernames of their own send the address for one.
    const username = login === email ? undefined : login;
    const newcomer = { email, password, username, firstName: first_name, lastName: last_name };
    const { kind } = await signUp(site, newcomer, visitor, "unless_off");
    return kind === "signed_in"
      ? ok({ activation: "auto" }, "Registration successful.")
      : ok({ activation: "email" }, "Registration successful. Please activate your account.");
  },
};
