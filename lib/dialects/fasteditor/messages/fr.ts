import type { Messages } from "./messages";

export const fr: Messages = {
  notSetUp: "La connexion à ce service n’est pas configurée correctement. Veuillez contacter l’assistance.",
  unreadable: "Votre demande n’a pas pu être lue. Veuillez réessayer.",
  userNameMissing: "Veuillez saisir votre adresse e-mail ou votre nom d’utilisateur.",
  userNameInvalid: "Veuillez saisir une adresse e-mail valide, ou un nom d’utilisateur sans espaces.",
  emailNeeded: "Veuillez utiliser votre adresse e-mail comme nom d’utilisateur.",
  passwordMissing: "Veuillez saisir votre mot de passe.",
  passwordWeak: "Veuillez choisir un mot de passe de 8 à 256 caractères, difficile à deviner et différent de votre adresse e-mail.",
  nameInvalid: "Veuillez vérifier votre prénom et votre nom.",
  languageMissing: "La langue manque dans cette demande. Veuillez contacter l’assistance.",
  userExists: "Ce compte n’a pas pu être créé. Si vous en avez déjà un, veuillez vous connecter ou réinitialiser votre mot de passe.",
  wrongCredentials: "Le nom d’utilisateur ou le mot de passe est incorrect. Veuillez réessayer.",
  checkMail: "Nous vous avons envoyé un e-mail. Veuillez suivre les instructions qu’il contient, puis vous connecter.",
  secondFactor:
    "Votre compte est protégé par un second facteur, qui ne peut pas être demandé ici. Veuillez vous connecter sur notre page de connexion.",
  signUpsClosed: "Il n’est pas possible de créer un compte ici pour le moment.",
  tooManyAttempts: "Il y a eu trop de tentatives. Veuillez patienter quelques minutes avant de réessayer.",
  suspended: "La connexion est suspendue ici pour le moment. Veuillez contacter l’assistance.",
  unavailable: "Le service est très sollicité en ce moment. Veuillez réessayer dans un instant.",
  failed: "Un problème est survenu de notre côté. Veuillez réessayer plus tard.",
  resetHeader: "Consultez votre messagerie",
  resetBody:
    "S’il existe un compte correspondant à votre saisie, nous vous avons envoyé un e-mail contenant un lien pour choisir un nouveau mot de passe. Cela peut prendre quelques minutes ; pensez à vérifier vos courriers indésirables.",
};
