import type { Messages } from "./messages";

export const nl: Messages = {
  notSetUp: "De koppeling met deze dienst is niet juist ingesteld. Neem contact op met de klantenservice.",
  unreadable: "Uw aanvraag kon niet worden gelezen. Probeer het nog eens.",
  userNameMissing: "Vul uw e-mailadres of gebruikersnaam in.",
  userNameInvalid: "Vul een geldig e-mailadres in, of een gebruikersnaam zonder spaties.",
  emailNeeded: "Gebruik uw e-mailadres als gebruikersnaam.",
  passwordMissing: "Vul uw wachtwoord in.",
  passwordWeak: "Kies een wachtwoord van 8 tot 256 tekens dat moeilijk te raden is en niet uw e-mailadres.",
  nameInvalid: "Controleer uw voor- en achternaam.",
  languageMissing: "De taal ontbreekt in deze aanvraag. Neem contact op met de klantenservice.",
  userExists: "Dit account kon niet worden aangemaakt. Hebt u al een account? Log dan in of stel uw wachtwoord opnieuw in.",
  wrongCredentials: "De gebruikersnaam of het wachtwoord klopt niet. Probeer het nog eens.",
  checkMail: "We hebben u een e-mail gestuurd. Volg de aanwijzingen daarin en log daarna in.",
  secondFactor: "Uw account is beveiligd met een tweede factor, waar hier niet om kan worden gevraagd. Log in op onze inlogpagina.",
  signUpsClosed: "Op dit moment kunnen hier geen nieuwe accounts worden aangemaakt.",
  tooManyAttempts: "Er zijn te veel pogingen gedaan. Wacht een paar minuten en probeer het dan nog eens.",
  suspended: "Inloggen is hier op dit moment opgeschort. Neem contact op met de klantenservice.",
  unavailable: "Het is op dit moment erg druk. Probeer het zo dadelijk nog eens.",
  failed: "Er is bij ons iets misgegaan. Probeer het later nog eens.",
  resetHeader: "Bekijk uw e-mail",
  resetBody:
    "Als er een account bestaat voor wat u hebt ingevuld, hebben we u een e-mail gestuurd met een link om een nieuw wachtwoord te kiezen. Dat kan een paar minuten duren; kijk ook in uw map met ongewenste e-mail.",
};
