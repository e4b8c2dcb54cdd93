import type { Page } from "../page";
import { Card } from "../parts/card";
import { Strong } from "../parts/strong";

/** The owner's API token, shown this once. */
export const ownerDone: Page<"owner-done"> = {
  title: () => "Your API token for Signin Fast",
  script: "copy",
  body: ({ view }) => (
    <Card
      site={null}
      tone="good"
      title="Signin Fast is yours"
      lead={
        <>
          <Strong>{view.email}</Strong> owns this installation now.
        </>
      }
    >
      <div className="shown">
        <div className="field">
          <label htmlFor="api-token">Your API token</label>
          <span className="caps" id="api-token-copied" role="status" />
          <div className="row">
            <input
              id="api-token"
              name="api-token"
              type="text"
              value={view.apiToken}
              readOnly
              autoComplete="off"
              spellCheck={false}
              aria-describedby="api-token-hint"
            />
            <button className="copy" type="button" aria-label="Copy your API token" data-from="api-token" hidden>
              Copy
            </button>
          </div>
          <p className="hint" id="api-token-hint">
            It can do everything, and it is shown this once. Keep it safe.
          </p>
        </div>
        <div className="field">
          <p className="label">Try it</p>
          <pre>{`curl -H "Authorization: Bearer ${view.apiToken}" ${view.apiUrl}/api/sites`}</pre>
        </div>
      </div>
    </Card>
  ),
};
