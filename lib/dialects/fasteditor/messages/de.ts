import type { Messages } from "./messages";

export const de: Messages = {
  notSetUp: "Die Verbindung zu diesem Dienst ist nicht richtig eingerichtet. Bitte wenden Sie sich an den Support.",
  unreadable: "Ihre Anfrage konnte nicht gelesen werden. Bitte versuchen Sie es noch einmal.",
  userNameMissing: "Bitte geben Sie Ihre E-Mail-Adresse oder Ihren Benutzernamen ein.",
  userNameInvalid: "Bitte geben Sie eine gültige E-Mail-Adresse oder einen Benutzernamen ohne Leerzeichen ein.",
  emailNeeded: "Bitte verwenden Sie Ihre E-Mail-Adresse als Benutzernamen.",
  passwordMissing: "Bitte geben Sie Ihr Passwort ein.",
  passwordWeak: "Bitte wählen Sie ein Passwort mit 8 bis 256 Zeichen, das schwer zu erraten und nicht Ihre E-Mail-Adresse ist.",
  nameInvalid: "Bitte überprüfen Sie Ihren Vor- und Nachnamen.",
  languageMissing: "In dieser Anfrage fehlt die Sprache. Bitte wenden Sie sich an den Support.",
  userExists:
    "Dieses Konto konnte nicht angelegt werden. Falls Sie schon eines haben, melden Sie sich bitte an oder setzen Sie Ihr Passwort zurück.",
  wrongCredentials: "Der Benutzername oder das Passwort ist nicht richtig. Bitte versuchen Sie es noch einmal.",
  checkMail: "Wir haben Ihnen eine E-Mail geschickt. Bitte folgen Sie den Anweisungen darin und melden Sie sich danach an.",
  secondFactor:
    "Ihr Konto ist durch einen zweiten Faktor geschützt, der hier nicht abgefragt werden kann. Bitte melden Sie sich auf unserer Anmeldeseite an.",
  signUpsClosed: "Zurzeit können hier keine neuen Konten angelegt werden.",
  tooManyAttempts: "Es gab zu viele Versuche. Bitte warten Sie ein paar Minuten und versuchen Sie es dann noch einmal.",
  suspended: "Die Anmeldung ist hier derzeit ausgesetzt. Bitte wenden Sie sich an den Support.",
  unavailable: "Der Dienst ist gerade ausgelastet. Bitte versuchen Sie es gleich noch einmal.",
  failed: "Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es später noch einmal.",
  resetHeader: "Sehen Sie in Ihr Postfach",
  resetBody:
    "Falls es zu Ihrer Eingabe ein Konto gibt, haben wir Ihnen eine E-Mail mit einem Link geschickt, über den Sie ein neues Passwort wählen können. Das kann ein paar Minuten dauern; bitte sehen Sie auch in Ihrem Spam-Ordner nach.",
};
