// The page of the contract. A file of its own: its policy permits no script within the page (door/Pages).

// What is tried twice is meant to be done twice, unless another key than the contract's example is typed in.
const EXAMPLE_KEY = "0f8fad5b-d9cb-469f-a165-70867728950e";

// crypto.randomUUID is there on https and localhost only.
function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

window.addEventListener("load", function () {
  SwaggerUIBundle({
    url: "/openapi",
    dom_id: "#swagger-ui",
    deepLinking: true,
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    plugins: [SwaggerUIBundle.plugins.DownloadUrl],
    layout: "StandaloneLayout",
    validatorUrl: null,
    requestInterceptor: (request) => {
      if (request.headers?.["Idempotency-Key"] === EXAMPLE_KEY) {
        request.headers["Idempotency-Key"] = newKey();
      }
      // A list of files has no chooser here, and its sample is no file.
      if (request.body instanceof FormData && typeof request.body.get("file") === "string") {
        request.body.delete("file");
      }
      return request;
    },
  });
});
