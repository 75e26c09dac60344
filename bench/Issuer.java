// The OpenID Connect provider of bench/upload. It has one key and prints one token, which may deposit for any person.
// Argument: a port. It ends at the end of its standard input.

import com.sun.net.httpserver.HttpServer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;

String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
}

byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
}

void serve(HttpServer server, String path, String json) {
    server.createContext(path, exchange -> {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes(json).length);
        exchange.getResponseBody().write(bytes(json));
        exchange.close();
    });
}

void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    String url = "http://127.0.0.1:" + port;
    var keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(2048);
    var pair = keys.generateKeyPair();
    var publicKey = (RSAPublicKey) pair.getPublic();
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    serve(server, "/.well-known/openid-configuration", """
            {"issuer":"%1$s","jwks_uri":"%1$s/keys","token_endpoint":"%1$s/token"}""".formatted(url));
    serve(server, "/keys", """
            {"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"bench","n":"%s","e":"%s"}]}""".formatted(
            base64(publicKey.getModulus().toByteArray()), base64(publicKey.getPublicExponent().toByteArray())));
    server.start();
    long now = System.currentTimeMillis() / 1000;
    String signed = base64(bytes("{\"alg\":\"RS256\",\"kid\":\"bench\",\"typ\":\"JWT\"}")) + "." + base64(bytes("""
            {"iss":"%s","aud":"campus-figshare","sub":"bench","azp":"bench","typ":"Bearer","preferred_username":"bench",\
            "scope":"profile","jti":"bench","iat":%d,"exp":%d,"realm_access":{"roles":["deposit:any"]}}""".formatted(
            url, now, now + 86400)));
    var signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(pair.getPrivate());
    signature.update(bytes(signed));
    IO.println(signed + "." + base64(signature.sign()));
    while (IO.readln() != null) {
        // Waits until the parent process ends.
    }
    server.stop(0);
}
