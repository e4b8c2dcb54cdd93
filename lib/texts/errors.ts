import { section } from "./section";

/** What a refusal says to a visitor, by its code. One without words here says its English ones. */
export const errors = section({
  wrong_credentials: {
    en: "Wrong e-mail or password",
  },
  email_unverified: {
    en: "Prove your e-mail address first",
  },
  session_ended: {
    en: "You have been signed out. Please sign in again.",
  },
  not_signed_in: {
    en: "Nobody is signed in",
  },
  account_not_created: {
    en: "We could not create this account; sign in or reset your password",
  },
  sign_ups_closed: {
    en: "New accounts are not open here",
  },
  method_off: {
    en: "This way to sign in is not on here",
    de: "Diese Anmeldung ist hier nicht möglich",
    nl: "Zo inloggen kan hier niet",
    fr: "Ce mode de connexion n’est pas proposé ici",
    es: "Esta forma de iniciar sesión no está disponible aquí",
    pt: "Esta forma de entrar não está disponível aqui",
    it: "Questo tipo di accesso non è disponibile qui",
    pl: "Ten sposób logowania nie jest tu dostępny",
    tr: "Bu oturum açma yöntemi burada kullanılamıyor",
    ar: "طريقة تسجيل الدخول هذه غير متاحة هنا",
    ja: "このログイン方法はここでは利用できません",
    zh: "此处不支持这种登录方式",
  },
  link_unusable: {
    en: "This link has expired or was already used",
  },
  code_unusable: {
    en: "That code is wrong or has expired",
  },
  invalid: {
    en: "Please check what you entered.",
  },
  too_many_requests: {
    en: "Too many requests; try again later",
  },
  too_many_attempts: {
    en: "Too many attempts; try again later",
  },
  internal: {
    en: "Something went wrong on our side",
  },
  unavailable: {
    en: "We are busy just now; try again in a moment",
  },
});
