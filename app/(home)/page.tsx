/** Rendered for each request: the content security policy carries a fresh nonce. */
export const dynamic = "force-dynamic";

const STEPS = [
  ["Make a site", "One request to the API. You get a slug, a client id and a secret."],
  ["Send people to its page", "A hosted sign-up and sign-in page that works on any phone, with or without JavaScript."],
  ["Exchange the token", "Your callback receives a one-time token; your backend learns who it is."],
] as const;

export default function HomePage() {
  return (
    <main className="home">
      <p className="home-mark">Signin Fast</p>
      <h1>Sign-in for your application that starts with one command.</h1>
      <ol>
        {STEPS.map(([title, text]) => (
          <li key={title}>
            <h2>{title}</h2>
            <p>{text}</p>
          </li>
        ))}
      </ol>
      <p className="home-note">The README has the five-minute integration.</p>
    </main>
  );
}
