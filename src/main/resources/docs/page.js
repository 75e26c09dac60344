// Starts Swagger UI. A separate file, because the Content-Security-Policy forbids inline scripts (door/Pages).

// The example key of the contract is replaced by a new key for each request, so that a second try is not taken for a retry.
const EXAMPLE_KEY = "0f8fad5b-d9cb-469f-a165-70867728950e";

// crypto.randomUUID exists only on https and localhost.
function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// A script may not follow a redirect to a host that does not permit it, nor read where it leads. So the redirect itself is
// shown, as the contract has it.
async function fetchWithoutRedirects(url, request) {
  const response = await fetch(url, { ...request, redirect: "manual" });
  if (response.type !== "opaqueredirect") {
    return response;
  }
  const words = "The file is at another host, which this page may not read. Open it in a tab of its own: " + url + "\n";
  const shown = new Response(words, { status: 302, headers: { "Content-Type": "text/plain" } });
  return Object.defineProperty(shown, "ok", { value: true }); // No failure.
}

// The first type of a body is the one that is tried. A text has an example; for bytes, a file would have to be chosen.
function bytesLast({ React }) {
  const contentType = (Original) => (props) =>
    React.createElement(Original, {
      ...props,
      contentTypes: props.contentTypes?.sortBy((type) => type === "application/octet-stream"),
    });
  return { wrapComponents: { contentType } };
}

// In dev mode, the provider issues tokens without a password: one click for each of its users.
async function offerTokens(ui) {
  const response = ["localhost", "127.0.0.1"].includes(location.hostname) ? await fetch("users") : null;
  if (!response?.ok) {
    return;
  }
  const bar = document.createElement("div");
  bar.className = "wrapper";
  bar.append("Send the token of: ");
  for (const { user, roles } of await response.json()) {
    const button = document.createElement("button");
    button.className = "btn";
    button.textContent = `${user} (${roles})`;
    button.addEventListener("click", async () => {
      const { access_token: token } = await (await fetch("users/" + encodeURIComponent(user))).json();
      ui.preauthorizeApiKey("token", token);
      bar.querySelectorAll("button").forEach((one) => {
        one.classList.toggle("authorize", one === button);
        one.setAttribute("aria-pressed", one === button);
      });
    });
    bar.append(button, " ");
  }
  const styled = document.createElement("div");
  styled.className = "swagger-ui";
  styled.append(bar);
  document.getElementById("swagger-ui").before(styled);
}

window.addEventListener("load", function () {
  const ui = SwaggerUIBundle({
    url: "/openapi",
    dom_id: "#swagger-ui",
    deepLinking: true,
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    plugins: [SwaggerUIBundle.plugins.DownloadUrl, bytesLast],
    layout: "StandaloneLayout",
    validatorUrl: null,
    requestInterceptor: (request) => {
      if (request.headers?.["Idempotency-Key"] === EXAMPLE_KEY) {
        request.headers["Idempotency-Key"] = newKey();
      }
      // Swagger UI offers no file chooser for a list of files and sends its sample text instead of a file.
      if (request.body instanceof FormData && typeof request.body.get("file") === "string") {
        request.body.delete("file");
      }
      request.userFetch = fetchWithoutRedirects;
      return request;
    },
  });
  offerTokens(ui);
});
