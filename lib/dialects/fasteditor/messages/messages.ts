/** What FastEditor shows to the people in front of it, in one language. Whole sentences, polite, and true whoever reads them. */
export type Messages = {
  /** The site's customer has to do something; the reader can only say so. */
  readonly notSetUp: string;
  readonly unreadable: string;
  readonly userNameMissing: string;
  readonly userNameInvalid: string;
  /** Where addresses have to be proved. */
  readonly emailNeeded: string;
  readonly passwordMissing: string;
  readonly passwordWeak: string;
  readonly nameInvalid: string;
  readonly languageMissing: string;
  readonly userExists: string;
  readonly wrongCredentials: string;
  readonly checkMail: string;
  readonly secondFactor: string;
  readonly signUpsClosed: string;
  readonly tooManyAttempts: string;
  /** Nobody can sign in at the site. */
  readonly suspended: string;
  readonly unavailable: string;
  readonly failed: string;
  /** A dialog's head and text, whether or not anybody has the user name. */
  readonly resetHeader: string;
  readonly resetBody: string;
};
