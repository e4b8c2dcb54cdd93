import type { Dialect } from "../kit/dialect";
import { activate } from "./activate";
import { checkRecovery } from "./check-recovery";
import { refuse } from "./errors";
import { login } from "./login";
import { logout } from "./logout";
import { me } from "./me";
import { providers } from "./providers";
import { recover } from "./recover";
import { refresh } from "./refresh";
import { register } from "./register";
import { requestOtp } from "./request-otp";
import { resetPassword } from "./reset-password";
import { sendActivation } from "./send-activation";
import { settings } from "./settings";
import { verifyOtp } from "./verify-otp";

export const fastschema: Dialect = {
  id: "fastschema",
  name: "FastSchema",
  mount: "api",
  settings,
  routes: [
    login,
    register,
    activate,
    sendActivation,
    recover,
    checkRecovery,
    resetPassword,
    me,
    refresh,
    logout,
    requestOtp,
    verifyOtp,
    ...providers,
  ],
  // Of the second part are the headers that the web client of Fastgen adds to every request of a page, also to these.
  browsers: { sends: ["x-auth-token"], reads: [] },
  refuse,
};
