import type { Dialect } from "../kit/dialect";
import { emailVerification } from "./email-verification";
import { refuse } from "./errors";
import { login } from "./login";
import { logout } from "./logout";
import { passwordReset } from "./password-reset";
import { refresh } from "./refresh";
import { register } from "./register";
import { settings } from "./settings";

/** FastAuth 0.2, the sign-in library for FastAPI. */
export const fastauth: Dialect = {
  id: "fastauth",
  name: "FastAuth",
  mount: "auth",
  settings,
  routes: [register, login, refresh, logout, ...passwordReset, ...emailVerification],
  browsers: { sends: [], reads: [] },
  refuse,
};
