/** One operation of the REST API, as the reference shows it. A test holds this list against the routes that there are. */
export type Endpoint = { readonly method: string; readonly path: string; readonly text: string; readonly body?: string };

export const ENDPOINTS: readonly { readonly id: string; readonly title: string; readonly endpoints: readonly Endpoint[] }[] = [
  {
    id: "sites",
    title: "Sites",
    endpoints: [
      { method: "GET", path: "/api/sites", text: "Your sites, newest first. Filters: search, slug." },
      {
        method: "POST",
        path: "/api/sites",
        text: "Makes a site. Without a slug, one is made from the name; it is chosen once.",
        body: '{"site":{"name":"My App","slug":"my-app","success_uri":"https://app.example/auth/callback"}}',
      },
      { method: "GET", path: "/api/sites/:id", text: "One site, by its id or its slug." },
      {
        method: "PATCH",
        path: "/api/sites/:id",
        text: "Changes what you name and nothing else.",
        body: '{"site":{"settings":{"email_verification":"required"}}}',
      },
      { method: "PUT", path: "/api/sites/:id", text: "The same as PATCH.", body: '{"site":{"name":"My New App"}}' },
      {
        method: "DELETE",
        path: "/api/sites/:id",
        text: "Deletes a site with its users, tokens and mails. For a week it can be brought back.",
      },
      { method: "POST", path: "/api/sites/:id/restore", text: "Brings a deleted site back." },
    ],
  },
  {
    id: "site-users",
    title: "Site users",
    endpoints: [
      { method: "GET", path: "/api/site_users", text: "Users of one site (site_id) or of all your sites. Filter: search." },
      {
        method: "POST",
        path: "/api/site_users",
        text: "Makes a user.",
        body: '{"site_id":1,"site_user":{"email":"jane@example.com","password":"correct horse battery","name":"Jane"}}',
      },
      { method: "GET", path: "/api/site_users/:id", text: "One user." },
      {
        method: "PATCH",
        path: "/api/site_users/:id",
        text: "Changes e-mail, password or name. A new address has to be proved again.",
        body: '{"site_user":{"name":"Jane Doe"}}',
      },
      { method: "PUT", path: "/api/site_users/:id", text: "The same as PATCH.", body: '{"site_user":{"name":"Jane Doe"}}' },
      { method: "DELETE", path: "/api/site_users/:id", text: "Deletes a user with everything that belongs to them." },
    ],
  },
  {
    id: "sessions",
    title: "Site user sessions",
    endpoints: [
      { method: "GET", path: "/api/site_user_sessions", text: "Records of sign-ins. Filters: site_id, site_user_id, used." },
      { method: "GET", path: "/api/site_user_sessions/:id", text: "One record, by its id or its token. Nothing is spent." },
      {
        method: "POST",
        path: "/api/site_user_sessions/:id",
        text: "The exchange: spends the token in the path, once, and tells who signed in. Bearer, or Basic with client ID and secret.",
      },
      {
        method: "POST",
        path: "/api/site_user_sessions/:id/mark_used",
        text: "Marks a record as used; repeating it changes nothing. Bearer or Basic.",
      },
      { method: "DELETE", path: "/api/site_user_sessions/:id", text: "Deletes a record; an unused token is void." },
    ],
  },
  {
    id: "rest",
    title: "Mails and health",
    endpoints: [
      {
        method: "GET",
        path: "/api/mails",
        text: "Mails to your sites’ users while none are sent. Filter: to. 404 once a transport is set.",
      },
      { method: "GET", path: "/api/health", text: "200 once the database answers. No token." },
    ],
  },
];
