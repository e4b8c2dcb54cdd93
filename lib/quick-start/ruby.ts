import type { QuickStart, Snippet } from "./snippet";

/** A whole application in Sinatra. */
export const ruby = ({ appUrl, slug, clientId, callbackPath }: QuickStart): Snippet => ({
  id: "ruby",
  label: "Ruby",
  place: "app.rb, with gem install sinatra rackup puma",
  code: `require "json"
require "net/http"
require "securerandom"
require "sinatra"

enable :sessions
set :session_secret, ENV.fetch("SESSION_SECRET")

get "${callbackPath}" do
  # A sign-in begins at this address too. One that did not begin in this browser ends here.
  state = session["state"] ||= SecureRandom.uuid
  begin_at = "${appUrl}/${slug}/login?state=#{state}"
  redirect begin_at unless params["state"] == state
  uri = URI("${appUrl}/api/site_user_sessions/#{URI.encode_www_form_component(params["token"])}")
  exchange = Net::HTTP::Post.new(uri)
  exchange.basic_auth("${clientId}", ENV.fetch("CLIENT_SECRET"))
  answer = Net::HTTP.start(uri.host, uri.port, use_ssl: uri.scheme == "https") { |http| http.request(exchange) }
  redirect begin_at unless answer.is_a?(Net::HTTPSuccess)
  session.clear
  session["user"] = JSON.parse(answer.body)["site_user"]
  redirect "/"
end`,
});
