package io.campusfigshare.sandbox.oai;

import io.campusfigshare.sandbox.data.Item;
import io.campusfigshare.sandbox.data.SandboxData;
import io.campusfigshare.sandbox.faults.FaultKind;
import io.campusfigshare.sandbox.faults.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * OAI-PMH as Figshare has it (FACTS section 6): of all portals at once, ten a page, tokens that are the query in Base64,
 * datestamps of the publication, and Dublin Core's elements in the namespace of its terms.
 */
public final class OaiRoutes {

    static final String PATH = "/v2/oai";

    private static final int PAGE = 10;
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(60);
    private static final String IDENTIFIER = "oai:figshare.com:article/";
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
        Map<String, String> asked = new TreeMap<>();
        ctx.queryParams().forEach(argument -> asked.put(argument.getKey(), argument.getValue()));
        ctx.request().formAttributes().forEach(argument -> asked.put(argument.getKey(), argument.getValue()));
        Map<String, String> resumed = resumed(ctx, asked);
        String verb = asked.getOrDefault("verb", "");
        String body = resumed == null
                ? error("badResumptionToken", "The resumptionToken is not valid")
                : switch (verb) {
                    case "Identify" -> identify(ctx);
                    case "ListMetadataFormats" -> formats();
                    case "ListSets" -> sets(resumed);
                    case "GetRecord" -> record(resumed);
                    case "ListIdentifiers", "ListRecords" -> list(verb, resumed);
                    default -> error("badVerb", "Illegal verb");
                };
        String attributes = body.startsWith("<error code=\"bad")
                ? ""
                : asked.entrySet().stream()
                        .map(argument -> " " + argument.getKey() + "=\"" + escaped(argument.getValue()) + "\"")
                        .collect(Collectors.joining());
        String xml = "<?xml version='1.0' encoding='utf-8'?>\n"
                + "<?xml-stylesheet type=\"text/xsl\" href=\"/v2/static/oai2.xsl\"?>\n"
                + "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                + " xsi:schemaLocation=\"http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd\">"
                + "<responseDate>" + second(clock.instant()) + "</responseDate>"
                + "<request" + attributes + ">" + Reply.baseUrl(ctx) + PATH + "</request>" + body + "</OAI-PMH>\n";
        Reply.bytes(ctx, 200, "text/xml; charset=utf-8", Buffer.buffer(xml));
    }

    /** What the token stands for, or what was asked; null for no token that we gave, or an old one. */
    private static @Nullable Map<String, String> resumed(RoutingContext ctx, Map<String, String> asked) {
        String token = asked.get("resumptionToken");
        if (token == null) {
            return asked;
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
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    private static String identify(RoutingContext ctx) {
        return "<Identify><repositoryName>figshare</repositoryName><baseURL>" + Reply.baseUrl(ctx) + PATH
                + "</baseURL><protocolVersion>2.0</protocolVersion><adminEmail>info@figshare.com</adminEmail>"
                + "<earliestDatestamp>1800-01-01T00:00:00Z</earliestDatestamp><deletedRecord>transient</deletedRecord>"
                + "<granularity>YYYY-MM-DDThh:mm:ssZ</granularity></Identify>";
    }

    private static String formats() {
        return FORMATS.stream()
                .map(format -> "<metadataFormat><metadataPrefix>" + format
                        + "</metadataPrefix><schema>http://www.openarchives.org/OAI/2.0/" + format
                        + ".xsd</schema><metadataNamespace>http://www.openarchives.org/OAI/2.0/" + format
                        + "/</metadataNamespace></metadataFormat>")
                .collect(Collectors.joining("", "<ListMetadataFormats>", "</ListMetadataFormats>"));
    }

    private String sets(Map<String, String> asked) {
        List<String> sets = items().stream()
                .flatMap(item -> sets(item).stream())
                .distinct()
                .sorted()
                .map(set -> "<set><setSpec>" + set + "</setSpec><setName>" + set + "</setName></set>")
                .toList();
        return page("ListSets", asked, sets);
    }

    private String list(String verb, Map<String, String> asked) {
        String format = asked.getOrDefault("metadataPrefix", "");
        if (!FORMATS.contains(format)) {
            return error("cannotDisseminateFormat", "The format is not supported");
        }
        String set = asked.get("set");
        String from = asked.getOrDefault("from", "");
        String until = asked.getOrDefault("until", "9999");
        List<String> records = items().stream()
                .filter(item -> set == null || sets(item).contains(set))
                .filter(item ->
                        datestamp(item).compareTo(from) >= 0 && datestamp(item).compareTo(until + "~") <= 0)
                .map(item -> verb.equals("ListRecords") ? record(item, format) : header(item))
                .toList();
        return records.isEmpty() ? error("noRecordsMatch", "No records match") : page(verb, asked, records);
    }

    private String record(Map<String, String> asked) {
        String format = asked.getOrDefault("metadataPrefix", "");
        String identifier = asked.getOrDefault("identifier", "");
        if (!FORMATS.contains(format)) {
            return error("cannotDisseminateFormat", "The format is not supported");
        }
        String id = identifier.startsWith(IDENTIFIER) ? identifier.substring(IDENTIFIER.length()) : "";
        return items().stream()
                .filter(item -> Long.toString(item.id()).equals(id))
                .findFirst()
                .map(item -> "<GetRecord>" + record(item, format) + "</GetRecord>")
                .orElseGet(() -> error("idDoesNotExist", "No such article"));
    }

    private String page(String verb, Map<String, String> asked, List<String> all) {
        int page = Integer.parseInt(asked.getOrDefault("page", "1"));
        String part = all.stream().skip((page - 1L) * PAGE).limit(PAGE).collect(Collectors.joining());
        String token = "";
        if (all.size() > page * PAGE) {
            Map<String, String> next = new TreeMap<>(asked);
            next.put("verb", verb);
            next.put("page", Integer.toString(page + 1));
            String query = next.entrySet().stream()
                    .map(argument -> argument.getKey() + "=" + argument.getValue())
                    .collect(Collectors.joining("&"));
            token = "<resumptionToken expirationDate=\""
                    + second(clock.instant().plus(TOKEN_LIFE)) + "\">"
                    + Base64.getEncoder().encodeToString(query.getBytes(StandardCharsets.UTF_8))
                    + "</resumptionToken>";
        }
        return "<" + verb + ">" + part + token + "</" + verb + ">";
    }

    private List<Item> items() {
        return data.articles().items().stream()
                .filter(Item::isPublic)
                .sorted(Comparator.comparing(OaiRoutes::datestamp).thenComparingLong(Item::id))
                .toList();
    }

    private static String record(Item item, String format) {
        return "<record>" + header(item) + "<metadata>" + metadata(item, format) + "</metadata></record>";
    }

    private static String header(Item item) {
        return "<header><identifier>" + IDENTIFIER + item.id() + "</identifier><datestamp>" + datestamp(item)
                + "</datestamp>"
                + sets(item).stream()
                        .map(set -> "<setSpec>" + set + "</setSpec>")
                        .collect(Collectors.joining())
                + "</header>";
    }

    /** A datestamp is the publication's: what was changed without a new one is not to be seen. */
    private static String datestamp(Item item) {
        String published = String.valueOf(item.latest().getValue("published_date"));
        return published.matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z") ? published : "1800-01-01T00:00:00Z";
    }

    private static List<String> sets(Item item) {
        JsonObject record = item.latest();
        String published = datestamp(item);
        return Stream.of(
                        Stream.of(
                                "portal_" + item.institution().id(),
                                "item_type_" + Item.number(record, "defined_type", 0),
                                "month_year_" + published.substring(5, 7) + "_" + published.substring(0, 4)),
                        Item.objects(record, "categories")
                                .map(category -> "category_" + Item.number(category, "id", 0)))
                .flatMap(sets -> sets)
                .toList();
    }

    private static String metadata(Item item, String format) {
        JsonObject record = item.latest();
        String title = escaped(String.valueOf(record.getValue("title")));
        String doi = escaped(String.valueOf(record.getValue("doi")));
        String authors = Item.objects(record, "authors")
                .map(author -> "<dc:creator>"
                        + escaped(author.getValue("full_name") + " (" + author.getValue("id") + ")") + "</dc:creator>")
                .collect(Collectors.joining());
        return switch (format) {
            case "rdf" ->
                "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:dc=\"http://purl.org/dc/terms/\">"
                        + "<rdf:Description rdf:about=\"https://doi.org/" + doi + "\"><dc:title>" + title
                        + "</dc:title></rdf:Description></rdf:RDF>";
            case "cerif" ->
                "<Product xmlns=\"https://www.openaire.eu/cerif-profile/1.1/\" id=\"figshare/" + item.id()
                        + "\"><Name xml:lang=\"en\">" + title + "</Name><DOI>" + doi + "</DOI></Product>";
            case "mets" ->
                "<mets:mets xmlns:mets=\"http://www.loc.gov/METS/\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" OBJID=\""
                        + doi + "\" LABEL=\"" + title + "\"><mets:fileSec><mets:fileGrp>"
                        + Item.objects(record, "files")
                                .map(file -> "<mets:file ID=\"f" + file.getValue("id")
                                        + "\"><mets:FLocat LOCTYPE=\"URL\" xlink:href=\""
                                        + escaped(String.valueOf(file.getValue("download_url"))
                                                .replace(Item.BASE_URL, "https://ndownloader.figshare.com"))
                                        + "\"/></mets:file>")
                                .collect(Collectors.joining())
                        + "</mets:fileGrp></mets:fileSec></mets:mets>";
            default ->
                "<oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" xmlns:dc=\"http://purl.org/dc/terms/\">"
                        + "<dc:title>" + title + "</dc:title>" + authors + "<dc:identifier>" + doi
                        + "</dc:identifier><dc:relation>https://figshare.com/articles/" + item.id()
                        + "</dc:relation></oai_dc:dc>";
        };
    }

    private static String error(String code, String message) {
        return "<error code=\"" + code + "\">" + message + "</error>";
    }

    private static String second(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String escaped(String text) {
        return text.replaceAll("[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]", "")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
