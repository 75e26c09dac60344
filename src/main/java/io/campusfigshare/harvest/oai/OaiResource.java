package io.campusfigshare.harvest.oai;

import io.campusfigshare.CampusConfig;
import io.campusfigshare.catalogue.search.Catalogue;
import io.campusfigshare.crosswalk.PlainText;
import io.campusfigshare.httpcache.UncachedResponses;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The resource {@code /oai}: OAI-PMH 2.0 by GET and POST. */
@Path(Repository.PATH)
@Produces(OaiResource.TYPE)
@Tag(name = "Harvest", description = "Protocols for harvesters: OAI-PMH 2.0 and ResourceSync (ANSI/NISO Z39.99-2017).")
public class OaiResource {

    static final String TYPE = "text/xml";

    private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";
    private static final String SCHEMA = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd";

    private static final String EXAMPLE = """
            <?xml version="1.0" encoding="UTF-8"?>
            <OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
              <responseDate>2026-11-22T10:15:30Z</responseDate>
              <request verb="GetRecord" metadataPrefix="mods" identifier="oai:localhost:2000001">http://localhost:8080/oai</request>
              <error code="cannotDisseminateFormat">Unknown format. ListMetadataFormats lists the formats.</error>
            </OAI-PMH>
            """;

    private final Repository repository;
    private final Catalogue catalogue;
    private final String url;
    private final XMLOutputFactory xml = XMLOutputFactory.newDefaultFactory();

    OaiResource(Repository repository, Catalogue catalogue, CampusConfig campus) {
        this.repository = repository;
        this.catalogue = catalogue;
        this.url = CampusConfig.base(campus) + Repository.PATH;
    }

    @GET
    @RunOnVirtualThread
    @Operation(
            operationId = "harvest",
            summary = "Harvest with OAI-PMH",
            description =
                    "OAI-PMH 2.0 with all six verbs. Protocol errors have status 200, as the protocol requires. The sets are"
                            + " departments, item types, categories and collections. Withdrawn items remain as deleted records.")
    @Parameter(
            name = "verb",
            in = ParameterIn.QUERY,
            description = "The verb of OAI-PMH.",
            required = true,
            example = "Identify",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {
                                "Identify",
                                "ListMetadataFormats",
                                "ListSets",
                                "GetRecord",
                                "ListIdentifiers",
                                "ListRecords"
                            }))
    @Parameter(
            name = "metadataPrefix",
            in = ParameterIn.QUERY,
            description = "A format from ListMetadataFormats.",
            example = "oai_dc",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "identifier",
            in = ParameterIn.QUERY,
            description = "The identifier of an item; Figshare's own identifiers are accepted, too.",
            example = "oai:localhost:2000001",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            description = "Only records that changed in this service at or after that day or second.",
            example = "2026-01-01",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "until",
            in = ParameterIn.QUERY,
            description = "Only records that changed in this service at or before that day or second.",
            example = "2026-12-31",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "set",
            in = ParameterIn.QUERY,
            description = "A set from ListSets.",
            example = "item_type_3",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "resumptionToken",
            in = ParameterIn.QUERY,
            description =
                    "The token of the previous answer; only verb may be sent with it. Valid for one day, in every replica.",
            example = "TElTVF9SRUNPUkRTfG9haV9kY3x8fHwxMDB8MTAwfDEwMDA",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "The answer to the verb, or a protocol error.",
            content = @Content(mediaType = TYPE, schema = @Schema(type = SchemaType.STRING), example = EXAMPLE))
    public RestResponse<StreamingOutput> get(@Context HttpServerRequest request, @Context HttpHeaders headers) {
        return answer(request.query(), headers);
    }

    @POST
    @RunOnVirtualThread
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(
            operationId = "harvestByForm",
            summary = "Harvest with OAI-PMH, with a form",
            description = "Like GET, with the arguments in the body, for arguments that are too long for a URL.")
    @APIResponse(
            responseCode = "200",
            description = "The answer to the verb, or a protocol error.",
            content = @Content(mediaType = TYPE, schema = @Schema(type = SchemaType.STRING), example = EXAMPLE))
    public RestResponse<StreamingOutput> post(
            @RequestBody(
                            description = "The arguments of OAI-PMH.",
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_FORM_URLENCODED,
                                            schema = @Schema(type = SchemaType.OBJECT),
                                            example = "{\"verb\": \"Identify\"}"))
                    byte[] form,
            @Context HttpHeaders headers) {
        // Bytes instead of a map: the framework's reader would fail for a malformed form, but the protocol has an error
        // for it.
        return answer(new String(form, StandardCharsets.ISO_8859_1), headers);
    }

    private RestResponse<StreamingOutput> answer(@Nullable String arguments, HttpHeaders headers) {
        catalogue.requireInUse();
        return UncachedResponses.stream(headers, MediaType.valueOf(TYPE).withCharset("UTF-8"), body(arguments));
    }

    private StreamingOutput body(@Nullable String arguments) {
        OaiRequest request = null;
        try {
            request = OaiRequest.of(Arguments.of(arguments));
            Repository.Answer answer = repository.answer(request);
            Map<String, String> requestArguments = request.arguments();
            String verb = request.verb().text();
            return out -> write(out, answer.at(), verb, requestArguments, answer.part());
        } catch (OaiError error) {
            Repository.Part part = to -> {
                OaiXml.start(to, "error");
                to.writeAttribute("code", error.code().name());
                to.writeCharacters(error.message());
                to.writeEndElement();
            };
            boolean repeatsRequest = request != null && error.allowsRequestAttributes();
            String verb = repeatsRequest && request != null ? request.verb().text() : "";
            Map<String, String> requestArguments = repeatsRequest && request != null ? request.arguments() : Map.of();
            return out -> write(out, Instant.now(), verb, requestArguments, part);
        }
    }

    private void write(
            OutputStream out, Instant at, String verb, Map<String, String> requestArguments, Repository.Part part)
            throws IOException {
        // Encode here, because the encoder of XMLStreamWriter splits surrogate pairs.
        var text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 16 * 1024);
        try {
            XMLStreamWriter to = xml.createXMLStreamWriter(text);
            to.writeStartDocument("UTF-8", "1.0");
            OaiXml.start(to, "OAI-PMH");
            to.writeDefaultNamespace(OaiXml.NAMESPACE);
            to.writeNamespace("xsi", XSI);
            to.writeAttribute("xsi", XSI, "schemaLocation", OaiXml.NAMESPACE + " " + SCHEMA);
            OaiXml.element(to, "responseDate", OaiXml.second(at));
            OaiXml.start(to, "request");
            if (!verb.isEmpty()) {
                to.writeAttribute("verb", verb);
            }
            for (Map.Entry<String, String> argument : requestArguments.entrySet()) {
                to.writeAttribute(argument.getKey(), PlainText.line(argument.getValue()));
            }
            to.writeCharacters(url);
            to.writeEndElement();
            part.write(to);
            to.writeEndDocument();
            to.flush();
            text.flush();
        } catch (XMLStreamException broken) {
            throw new IOException(broken);
        }
    }
}
