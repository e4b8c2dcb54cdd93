import type { Dialect } from "../kit/dialect";
import { refuse } from "./errors";
import { forgotPassword } from "./forgot-password";
import { logIn } from "./log-in";
import { settings } from "./settings";
import { signUpUser } from "./sign-up";

export const fasteditor: Dialect = {
  id: "fasteditor",
  name: "FastEditor",
  mount: "fasteditor",
  settings,
  routes: [
    { method: "POST", path: "/signup", hashes: true, statuses: [201, 400, 401, 403, 409, 422, 503], handle: signUpUser },
    { method: "POST", path: "/login", hashes: true, statuses: [201, 400, 401, 403, 429, 503], handle: logIn },
    { method: "POST", path: "/forgot-password", statuses: [201, 400, 401], handle: forgotPassword },
  ],
  browsers: null,
  refuse,
};
