package io.campusfigshare.sandbox.oai;

import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.data.SandboxData;
import io.campusfigshare.sandbox.faults.FaultKind;
import io.campusfigshare.sandbox.faults.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * OAI-PMH with Figshare's irregularities (FACTS section 6): it covers all portals, pages have ten records, resumption
 * tokens are the query in Base64, datestamps are dates of publication, and Dublin Core elements are in the namespace of
 * its terms.
 */
public final class OaiRoutes {

    static final String PATH = "/v2/oai";

    private static final int PAGE_SIZE = 10;
    private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(60);
    private static final List<String> FORMATS =
            List.of("oai_dc", "oai_datacite", "rdf", "cerif", "qdc", "mets", "uketd_dc");

    private final SandboxData data;
    private final InstantSource clock;

    public OaiRoutes(SandboxData data, InstantSource clock) {
        this.data = data;
        this.clock = clock;
    }

    public void mount(Router router) {
        router.get(PATH).handler(this::answer);
        router.post(PATH).handler(this::answer);
    }

    private void answer(RoutingContext ctx) {
        Map<String, String> arguments = new TreeMap<>();
        ctx.queryParams().forEach(argument -> arguments.put(argument.getKey(), argument.getValue()));
        ctx.request().formAttributes().forEach(argument -> arguments.put(argument.getKey(), argument.getValue()));
        Map<String, String> resumed = resume(ctx, arguments);
        String verb = arguments.getOrDefault("verb", "");
        String body = resumed == null
                ? error("badResumptionToken", "The resumptionToken is not valid")
                : switch (verb) {
                    case "Identify" -> identify(ctx);
                    case "ListMetadataFormats" -> listFormats();
                    case "ListSets" -> listSets(resumed);
                    case "GetRecord" -> getRecord(resumed);
                    case "ListIdentifiers", "ListRecords" -> listRecords(verb, resumed);
                    default -> error("badVerb", "Illegal verb");
                };
        String attributes = body.startsWith("<error code=\"bad")
                ? ""
                : arguments.entrySet().stream()
                        .map(argument -> " " + argument.getKey() + "=\"" + OaiRecord.escape(argument.getValue()) + "\"")
                        .collect(Collectors.joining());
        String xml = "<?xml version='1.0' encoding='utf-8'?>\n"
                + "<?xml-stylesheet type=\"text/xsl\" href=\"/v2/static/oai2.xsl\"?>\n"
                + "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                + " xsi:schemaLocation=\"http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd\">"
                + "<responseDate>" + toSeconds(clock.instant()) + "</responseDate>"
                + "<request" + attributes + ">" + Reply.baseUrl(ctx) + PATH + "</request>" + body + "</OAI-PMH>\n";
        Reply.bytes(ctx, 200, "text/xml; charset=utf-8", Buffer.buffer(xml));
    }

    /**
     * Returns the arguments in the resumption token, the request's own if it has none, or null if the token is invalid
     * or expired.
     */
    private static @Nullable Map<String, String> resume(RoutingContext ctx, Map<String, String> arguments) {
        String token = arguments.get("resumptionToken");
        if (token == null) {
            return arguments;
        }
        if (Reply.hasFault(ctx, FaultKind.OAI_TOKEN_EXPIRED)) {
            return null;
        }
        try {
            String query = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
            Map<String, String> resumed = new TreeMap<>();
            for (String argument : query.split("&", -1)) {
                String[] parts = argument.split("=", 2);
                if (parts.length == 2) {
                    resumed.put(parts[0], parts[1]);
                }
            }
            return resumed.getOrDefault("page", "").matches("\\d{1,6}") ? resumed : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String identify(RoutingContext ctx) {
        return "<Identify><repositoryName>figshare</repositoryName><baseURL>" + Reply.baseUrl(ctx) + PATH
                + "</baseURL><protocolVersion>2.0</protocolVersion><adminEmail>info@figshare.com</adminEmail>"
                + "<earliestDatestamp>" + OaiRecord.EARLIEST_DATESTAMP
                + "</earliestDatestamp><deletedRecord>transient</deletedRecord>"
                + "<granularity>YYYY-MM-DDThh:mm:ssZ</granularity></Identify>";
    }

    private static String listFormats() {
        return FORMATS.stream()
                .map(format -> "<metadataFormat><metadataPrefix>" + format
                        + "</metadataPrefix><schema>http://www.openarchives.org/OAI/2.0/" + format
                        + ".xsd</schema><metadataNamespace>http://www.openarchives.org/OAI/2.0/" + format
                        + "/</metadataNamespace></metadataFormat>")
                .collect(Collectors.joining("", "<ListMetadataFormats>", "</ListMetadataFormats>"));
    }

    private String listSets(Map<String, String> arguments) {
        List<String> sets = records().stream()
                .flatMap(record -> record.sets().stream())
                .distinct()
                .sorted()
                .map(set -> "<set><setSpec>" + set + "</setSpec><setName>" + set + "</setName></set>")
                .toList();
        return page("ListSets", arguments, sets);
    }

    private String listRecords(String verb, Map<String, String> arguments) {
        String format = arguments.getOrDefault("metadataPrefix", "");
        if (!FORMATS.contains(format)) {
            return error("cannotDisseminateFormat", "The format is not supported");
        }
        String set = arguments.get("set");
        String from = arguments.getOrDefault("from", "");
        String until = arguments.getOrDefault("until", "9999");
        List<String> matching = records().stream()
                .filter(record -> set == null || record.sets().contains(set))
                .filter(record -> record.datestamp().compareTo(from) >= 0
                        && record.datestamp().compareTo(until + "~") <= 0)
                .map(record -> verb.equals("ListRecords") ? record.record(format) : record.header())
                .toList();
        return matching.isEmpty() ? error("noRecordsMatch", "No records match") : page(verb, arguments, matching);
    }

    private String getRecord(Map<String, String> arguments) {
        String format = arguments.getOrDefault("metadataPrefix", "");
        String identifier = arguments.getOrDefault("identifier", "");
        if (!FORMATS.contains(format)) {
            return error("cannotDisseminateFormat", "The format is not supported");
        }
        String id = identifier.startsWith(OaiRecord.IDENTIFIER_PREFIX)
                ? identifier.substring(OaiRecord.IDENTIFIER_PREFIX.length())
                : "";
        return records().stream()
                .filter(record -> Long.toString(record.item().id()).equals(id))
                .findFirst()
                .map(record -> "<GetRecord>" + record.record(format) + "</GetRecord>")
                .orElseGet(() -> error("idDoesNotExist", "No such article"));
    }

    private String page(String verb, Map<String, String> arguments, List<String> all) {
        int page = Integer.parseInt(arguments.getOrDefault("page", "1"));
        String part =
                all.stream().skip((page - 1L) * PAGE_SIZE).limit(PAGE_SIZE).collect(Collectors.joining());
        String token = "";
        if (all.size() > page * PAGE_SIZE) {
            Map<String, String> next = new TreeMap<>(arguments);
            next.put("verb", verb);
            next.put("page", Integer.toString(page + 1));
            String query = next.entrySet().stream()
                    .map(argument -> argument.getKey() + "=" + argument.getValue())
                    .collect(Collectors.joining("&"));
            token = "<resumptionToken expirationDate=\""
                    + toSeconds(clock.instant().plus(TOKEN_LIFETIME)) + "\">"
                    + Base64.getEncoder().encodeToString(query.getBytes(StandardCharsets.UTF_8))
                    + "</resumptionToken>";
        }
        return "<" + verb + ">" + part + token + "</" + verb + ">";
    }

    private List<OaiRecord> records() {
        return data.articles().items().stream()
                .filter(Item::isPublic)
                .map(OaiRecord::new)
                .sorted(Comparator.comparing(OaiRecord::datestamp)
                        .thenComparingLong(record -> record.item().id()))
                .toList();
    }

    private static String error(String code, String message) {
        return "<error code=\"" + code + "\">" + message + "</error>";
    }

    private static String toSeconds(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
