package io.campusfigshare.sandbox.oai;

import io.campusfigshare.sandbox.data.Item;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An article as an OAI-PMH record: its header, its sets and its metadata in several formats. */
record OaiRecord(Item item) {

    static final String IDENTIFIER_PREFIX = "oai:figshare.com:article/";
    static final String EARLIEST_DATESTAMP = "1800-01-01T00:00:00Z";

    /** The date of publication. Changes without a new publication do not alter it, as in Figshare. */
    String datestamp() {
        String published = String.valueOf(item.latest().getValue("published_date"));
        return published.matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z") ? published : EARLIEST_DATESTAMP;
    }

    List<String> sets() {
        JsonObject record = item.latest();
        String published = datestamp();
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

    String header() {
        return "<header><identifier>" + IDENTIFIER_PREFIX + item.id() + "</identifier><datestamp>" + datestamp()
                + "</datestamp>"
                + sets().stream().map(set -> "<setSpec>" + set + "</setSpec>").collect(Collectors.joining())
                + "</header>";
    }

    /** Returns the header and the metadata in this format. */
    String record(String format) {
        return "<record>" + header() + "<metadata>" + metadata(format) + "</metadata></record>";
    }

    private String metadata(String format) {
        JsonObject record = item.latest();
        String title = escape(String.valueOf(record.getValue("title")));
        String doi = escape(String.valueOf(record.getValue("doi")));
        String authors = Item.objects(record, "authors")
                .map(author -> "<dc:creator>"
                        + escape(author.getValue("full_name") + " (" + author.getValue("id") + ")") + "</dc:creator>")
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
                                        + escape(String.valueOf(file.getValue("download_url"))
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

    /** Escapes text for XML and removes the characters that XML does not allow. */
    static String escape(String text) {
        return text.replaceAll("[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]", "")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
