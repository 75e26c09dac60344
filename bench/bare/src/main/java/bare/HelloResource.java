package bare;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** The only resource of the bare application, which bench/start builds with the service's pom.xml. */
@Path("/hello")
public class HelloResource {

    @GET
    public String hello() {
        return "hello";
    }
}
