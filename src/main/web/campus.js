// Web components that show research outputs: <campus-outputs>, <campus-item> and <campus-usage>. docs/embedding.md describes
// their attributes. Text of records is only ever set as text, and becomes a link only if it is an http or https URL.
// Styles are constructed style sheets, so that a strict Content-Security-Policy of the page permits them.

/** The address of the service: this script is at embed/ below it. */
const SERVICE = new URL("..", import.meta.url);

const MAX_WAIT = 30_000;

const WORDS = {
  en: {
    loading: "Loading …",
    outputs: (n, text) => (n === 1 ? "1 research output" : `${text} research outputs`),
    none: "No research outputs found.",
    nothing: "Nothing to show: the element lacks an attribute that says what.",
    offline: "You are offline. What was loaded before is still shown.",
    unreachable: "The list of research outputs cannot be reached at the moment.",
    retry: "Try again",
    filling: "The catalogue is being filled for the first time. More outputs will follow.",
    search: "Search",
    searchLabel: "Search these research outputs",
    type: "Type",
    year: "Year",
    all: "All",
    previous: "Previous",
    next: "Next",
    pages: "Pages",
    page: (page, pages) => `Page ${page} of ${pages}`,
    export: "Export:",
    more: (n) => `and ${n} more`,
    keywords: "Keywords",
    license: "License",
    files: "Files",
    download: (name) => `Download ${name}`,
    cite: "Cite as",
    until: (date) => `until ${date}`,
    figures: "Figures as a table",
    period: "Period",
    total: "Total",
    noUsage: "There are no figures yet.",
    views: "Views",
    downloads: "Downloads",
    shares: "Shares",
    usage: (counter, total, from, to) => `${counter} from ${from} to ${to}: ${total}`,
    access: { open: "Open access", embargoed: "Under embargo", restricted: "Restricted", "metadata-only": "Metadata only" },
    types: {},
  },
  de: {
    loading: "Wird geladen …",
    outputs: (n, text) => (n === 1 ? "1 Forschungsergebnis" : `${text} Forschungsergebnisse`),
    none: "Keine Forschungsergebnisse gefunden.",
    nothing: "Nichts anzuzeigen: Dem Element fehlt ein Attribut, das sagt, was.",
    offline: "Sie sind offline. Was schon geladen war, bleibt sichtbar.",
    unreachable: "Die Liste der Forschungsergebnisse ist im Moment nicht erreichbar.",
    retry: "Erneut versuchen",
    filling: "Der Katalog wird zum ersten Mal gefüllt. Weitere Ergebnisse folgen.",
    search: "Suchen",
    searchLabel: "In diesen Forschungsergebnissen suchen",
    type: "Art",
    year: "Jahr",
    all: "Alle",
    previous: "Zurück",
    next: "Weiter",
    pages: "Seiten",
    page: (page, pages) => `Seite ${page} von ${pages}`,
    export: "Export:",
    more: (n) => `und ${n} weitere`,
    keywords: "Schlagwörter",
    license: "Lizenz",
    files: "Dateien",
    download: (name) => `${name} herunterladen`,
    cite: "Zitiervorschlag",
    until: (date) => `bis ${date}`,
    figures: "Zahlen als Tabelle",
    period: "Zeitraum",
    total: "Summe",
    noUsage: "Es gibt noch keine Zahlen.",
    views: "Aufrufe",
    downloads: "Downloads",
    shares: "Geteilt",
    usage: (counter, total, from, to) => `${counter} von ${from} bis ${to}: ${total}`,
    access: { open: "Frei zugänglich", embargoed: "Unter Embargo", restricted: "Eingeschränkt", "metadata-only": "Nur Metadaten" },
    types: {
      figure: "Abbildung",
      media: "Medien",
      dataset: "Datensatz",
      poster: "Poster",
      "journal contribution": "Zeitschriftenbeitrag",
      presentation: "Vortrag",
      thesis: "Hochschulschrift",
      software: "Software",
      "online resource": "Online-Ressource",
      preprint: "Preprint",
      book: "Buch",
      "conference contribution": "Konferenzbeitrag",
      chapter: "Kapitel",
      "peer review": "Gutachten",
      "educational resource": "Lehrmaterial",
      report: "Bericht",
      standard: "Norm",
      composition: "Komposition",
      funding: "Förderung",
      "physical object": "Physisches Objekt",
      "data management plan": "Datenmanagementplan",
      workflow: "Workflow",
      monograph: "Monographie",
      performance: "Aufführung",
      event: "Veranstaltung",
      service: "Dienst",
      model: "Modell",
    },
  },
};

const STYLE = new CSSStyleSheet();
STYLE.replaceSync(`
:host { display: block; container-type: inline-size; font: inherit; color: inherit;
  --_link: var(--campus-link, light-dark(#0b57a4, #9cc4ff));
  --_line: var(--campus-line, color-mix(in srgb, currentColor 22%, transparent));
  --_edge: color-mix(in srgb, currentColor 60%, transparent);
  --_soft: var(--campus-soft, color-mix(in srgb, currentColor 7%, transparent));
  --_bar: var(--campus-bar, light-dark(#2f6db5, #7fb0ee));
  --_gap: var(--campus-gap, 1rem);
  --_round: var(--campus-radius, .35rem); }
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
a { color: var(--_link); text-underline-offset: .15em; overflow-wrap: anywhere; }
a:hover { text-decoration-thickness: .12em; }
:is(a, button, input, select, summary, .figures):focus-visible { outline: .15rem solid var(--_link); outline-offset: .15rem; border-radius: .15rem; }
ol, ul, dl, p, h2 { margin: 0; padding: 0; }
ol, ul { list-style: none; }
.tools { display: flex; flex-wrap: wrap; align-items: end; gap: .75rem var(--_gap); margin-block-end: var(--_gap); }
form { display: flex; flex: 1 1 16rem; min-inline-size: 0; gap: .5rem; }
label { display: grid; gap: .2rem; font-size: .875em; }
input, select, button { font: inherit; color: inherit; background: transparent; min-block-size: 2.5rem;
  padding: .35rem .75rem; border: 1px solid var(--_edge); border-radius: var(--_round); }
input { flex: 1; min-inline-size: 0; }
select { min-inline-size: 8rem; max-inline-size: 100%; }
option { color: CanvasText; background: Canvas; }
button { cursor: pointer; }
button:hover { background: var(--_soft); }
button[aria-disabled=true] { opacity: .45; cursor: default; }
button[aria-disabled=true]:hover { background: transparent; }
.status { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem var(--_gap); min-block-size: 1.6em; margin-block-end: .5rem; }
.status p { font-size: .9375em; }
.failure { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem var(--_gap); padding: .75rem 1rem; margin-block-end: var(--_gap);
  border: 1px solid var(--_line); border-inline-start: .25rem solid light-dark(#b3261e, #ff8a80); border-radius: var(--_round); }
.failure p { flex: 1 1 14rem; }
.list { border-block-start: 1px solid var(--_line); }
.list > li { padding-block: var(--_gap); border-block-end: 1px solid var(--_line); }
.list[aria-busy=true] { opacity: .55; }
.title { font-weight: 600; line-height: 1.35; }
.plain { line-height: 1.5; overflow-wrap: anywhere; }
.authors { margin-block-start: .2rem; overflow-wrap: anywhere; }
.facts { display: flex; flex-wrap: wrap; gap: .1rem .75rem; margin-block-start: .3rem; font-size: .875em; }
.access { display: inline-flex; align-items: baseline; gap: .35em; }
.access::before { content: ""; inline-size: .55em; block-size: .55em; border-radius: 50%; border: .12em solid currentColor; }
.access.open::before { background: currentColor; }
.skeleton > li { display: grid; gap: .5rem; align-content: center; block-size: 6.4rem; }
.skeleton i { display: block; block-size: .8em; inline-size: 92%; border-radius: .2rem; background: var(--_soft); }
.skeleton i + i { inline-size: 55%; }
.skeleton i + i + i { inline-size: 35%; }
[hidden] { display: none !important; }
.foot, .pages { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem var(--_gap); }
.foot { margin-block-start: var(--_gap); }
.export { display: flex; flex-wrap: wrap; gap: .25rem .75rem; margin-inline-start: auto; font-size: .875em; }
.item { display: grid; gap: .75rem; }
.item h2 { font-size: 1.3em; line-height: 1.3; }
.item .description { white-space: pre-line; max-inline-size: 70ch; line-height: 1.55; overflow-wrap: anywhere; }
.item dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem var(--_gap); }
.item dt { font-weight: 600; }
.item dd { margin: 0; min-inline-size: 0; overflow-wrap: anywhere; }
svg { direction: ltr; display: block; inline-size: 100%; block-size: auto; overflow: visible; }
svg rect { fill: var(--_bar); }
svg line { stroke: var(--_line); }
svg text { fill: currentColor; font-size: 12px; }
.chart { min-block-size: 15rem; }
.below { min-block-size: 2.75rem; }
details { margin-block-start: .5rem; }
summary { cursor: pointer; inline-size: fit-content; padding-block: .25rem; }
.figures { max-block-size: 20rem; overflow: auto; margin-block-start: .5rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem 1rem .3rem 0; text-align: start; font-weight: normal; border-block-end: 1px solid var(--_line); }
td { text-align: end; padding-inline-end: 0; }
thead th, tfoot th, tfoot td { font-weight: 600; }
.hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@container (max-width: 26rem) { .item dl { grid-template-columns: 1fr; } .item dd { margin-block-end: .35rem; } .export { margin-inline-start: 0; inline-size: 100%; } label { flex: 1 1 100%; } }
@media print { .tools, nav, .failure button, details:not([open]) { display: none; } }
@media (forced-colors: active) { svg rect { fill: CanvasText; } }
`);

const SVG = "http://www.w3.org/2000/svg";

/** Creates an element. The class is also its part, so that a page can style it. Children are elements and texts. */
function create(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "class") {
      element.className = value;
      element.setAttribute("part", value);
    } else if (key.startsWith("on")) {
      element.addEventListener(key.slice(2), value);
    } else if (value !== undefined && value !== null && value !== false) {
      element.setAttribute(key, value === true ? "" : value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

function draw(name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  element.textContent = text ?? "";
  return element;
}

/** Returns the address if it is one of the web; null otherwise. */
function webAddress(text) {
  const url = typeof text === "string" && URL.canParse(text) ? new URL(text) : null;
  return url?.protocol === "https:" || url?.protocol === "http:" ? url.href : null;
}

function doiAddress(doi) {
  return doi ? "https://doi.org/" + encodeURI(doi).replaceAll("?", "%3F").replaceAll("#", "%23") : null;
}

/** Returns a link, or the text alone if the address is not one of the web. */
function link(text, address, properties = {}) {
  const href = webAddress(address);
  return href ? create("a", { ...properties, href }, text) : create("span", properties, text);
}

/** Returns the text with its web addresses as links. */
function withLinks(text) {
  return text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:)\]])/).map((part, i) => (i % 2 ? link(part, part) : part));
}

/** A failure that the service explains. */
class Refusal extends Error {
  constructor(title, detail) {
    super(detail ? `${title}: ${detail}` : title);
  }
}

/** What the three elements share: words, one load at a time, and what is shown while it runs and when it fails. */
class CampusElement extends HTMLElement {
  #load = null;
  #planned = false;

  constructor() {
    super();
    this.root = this.attachShadow({ mode: "open" });
    this.root.adoptedStyleSheets = [STYLE];
    this.says = create("p", { class: "state", role: "status", "aria-live": "polite", dir: "auto" });
    this.failure = create("div", {});
  }

  connectedCallback() {
    this.plan();
  }

  attributeChangedCallback() {
    this.plan();
  }

  disconnectedCallback() {
    this.#load?.abort();
    this.#load = null;
  }

  /** Begins anew once, however many attributes a script sets. */
  plan() {
    if (!this.#planned && this.isConnected) {
      this.#planned = true;
      queueMicrotask(() => {
        this.#planned = false;
        if (this.isConnected) {
          this.start();
        }
      });
    }
  }

  /** The language of the page, if the words are there in it; English otherwise. */
  get language() {
    return /^de\b/i.test(this.closest("[lang]")?.lang) ? "de" : "en";
  }

  /** The language with its region, for numbers and dates. */
  get locale() {
    const tag = this.closest("[lang]")?.lang ?? "";
    return /^(de|en)-[a-z]{2}$/i.test(tag) ? tag : this.language === "de" ? "de-DE" : "en-GB";
  }

  get words() {
    return WORDS[this.language];
  }

  number(n) {
    return new Intl.NumberFormat(this.locale).format(n);
  }

  typeName(type) {
    return this.words.types[type] ?? type.charAt(0).toUpperCase() + type.slice(1);
  }

  /** Loads JSON and passes it on; a newer load replaces an older one. */
  async load(path, query, show) {
    this.#load?.abort();
    const load = new AbortController();
    this.#load = load;
    const timer = setTimeout(() => load.abort(), MAX_WAIT);
    this.failure.replaceChildren();
    this.busy(true);
    try {
      const url = new URL(path, SERVICE);
      url.search = new URLSearchParams(query);
      const response = await fetch(url, {
        headers: { Accept: "application/json" },
        credentials: "omit",
        referrerPolicy: "no-referrer",
        signal: load.signal,
      });
      if (!response.ok) {
        const problem = await response.json().catch(() => ({}));
        throw new Refusal(String(problem.title ?? this.words.unreachable), problem.detail && String(problem.detail));
      }
      const answer = await response.json();
      if (this.#load === load) {
        this.busy(false);
        show(answer);
      }
    } catch (failed) {
      if (this.#load === load) {
        this.busy(false);
        this.fail(failed, () => this.load(path, query, show));
      }
    } finally {
      clearTimeout(timer);
    }
  }

  fail(failed, again) {
    const words =
      failed instanceof Refusal ? failed.message : navigator.onLine === false ? this.words.offline : this.words.unreachable;
    const retry = () => {
      window.removeEventListener("online", retry);
      again();
    };
    if (navigator.onLine === false) {
      window.addEventListener("online", retry, { once: true });
    }
    this.says.textContent = "";
    this.failure.replaceChildren(
      create(
        "div",
        { class: "failure", role: "alert" },
        create("p", { dir: "auto" }, words),
        create("button", { class: "button", type: "button", onclick: retry }, this.words.retry),
      ),
    );
    this.failed();
  }

  /** Called when a load failed. */
  failed() {}

  authors(item, most = 8) {
    const names = (item.authors ?? []).map((author) => author.name).filter(Boolean);
    if (!names.length) {
      return null;
    }
    const rest = names.length - most;
    const text = rest > 0 ? names.slice(0, most).join("; ") + "; " + this.words.more(rest) : names.join("; ");
    return create("p", { class: "authors", dir: "auto" }, text);
  }

  /** Returns type, year, access and DOI of an item. */
  facts(item, day = false) {
    const published = item.published ? new Date(item.published) : null;
    const dates = new Intl.DateTimeFormat(this.locale, { dateStyle: "long", timeZone: "UTC" });
    const until = item.embargo?.until ? " " + this.words.until(dates.format(new Date(item.embargo.until))) : "";
    return create(
      "p",
      { class: "facts" },
      item.type ? create("span", { class: "type" }, this.typeName(item.type)) : null,
      published
        ? create(
            "time",
            { class: "date", dir: "auto", datetime: item.published.slice(0, 10) },
            day ? dates.format(published) : String(published.getUTCFullYear()),
          )
        : null,
      item.access
        ? create("span", { class: "access " + item.access }, (this.words.access[item.access] ?? item.access) + until)
        : null,
      item.doi ? link("doi:" + item.doi, doiAddress(item.doi), { class: "doi" }) : null,
    );
  }
}

const EXPORTS = [
  ["BibTeX", "bibtex"],
  ["RIS", "ris"],
  ["CSL-JSON", "csl"],
  ["CSV", "csv"],
];

class CampusOutputs extends CampusElement {
  static observedAttributes = ["person", "department", "collection", "query", "citation-style", "facets", "page-size", "search"];

  #page = 1;
  #words = "";
  #type = "";
  #year = "";
  #types = [];
  #years = [];
  #shown = false;

  constructor() {
    super();
    const submit = (event) => {
      event.preventDefault();
      this.#filter(() => (this.#words = this.input.value));
    };
    this.input = create("input", { class: "input", type: "search", maxlength: 200 });
    this.find = create("button", { class: "button", type: "submit" });
    this.form = create("form", { class: "search", role: "search", onsubmit: submit }, this.input, this.find);
    this.type = this.#facet((type) => (this.#type = type));
    this.year = this.#facet((year) => (this.#year = year));
    this.tools = create("div", { class: "tools", hidden: true }, this.form, this.type.label, this.year.label);
    this.previous = create("button", { class: "button", type: "button", onclick: () => this.#turn(this.previous, -1) });
    this.next = create("button", { class: "button", type: "button", onclick: () => this.#turn(this.next, 1) });
    this.pages = create("nav", { class: "pages" }, this.previous, this.next);
    this.exports = create("p", { class: "export" });
    this.body = create("div");
    this.foot = create("div", { class: "foot", hidden: true }, this.pages, this.exports);
    this.root.append(this.tools, create("div", { class: "status" }, this.says), this.failure, this.body, this.foot);
  }

  start() {
    this.#page = 1;
    this.#words = this.#type = this.#year = "";
    this.#shown = false;
    this.input.value = "";
    this.#types = this.#years = [];
    this.foot.hidden = true;
    this.#showTools();
    if (!this.path) {
      this.body.replaceChildren(create("slot"));
      this.says.textContent = this.words.nothing;
      return;
    }
    // What the page's author put into the element stays until the list is there.
    this.body.replaceChildren(this.childElementCount ? create("slot") : this.#skeleton());
    this.#read();
  }

  get path() {
    for (const [attribute, path] of [["person", "people"], ["department", "departments"], ["collection", "collections"]]) {
      const id = this.getAttribute(attribute);
      if (id) {
        return `v1/${path}/${encodeURIComponent(id)}/items`;
      }
    }
    return this.hasAttribute("query") ? "v1/items" : null;
  }

  get size() {
    const size = Number.parseInt(this.getAttribute("page-size") ?? "", 10);
    return size >= 1 ? Math.min(size, 100) : 20;
  }

  /** Returns the parameters that choose the items, in every format. */
  get filters() {
    const filters = {};
    const q = [this.getAttribute("query"), this.#words].filter((text) => text?.trim()).join(" ");
    if (q) {
      filters.q = q;
    }
    if (this.#type) {
      filters.type = this.#type;
    }
    if (this.#year) {
      filters["published-from"] = `${this.#year}-01-01T00:00:00Z`;
      filters["published-to"] = `${this.#year}-12-31T23:59:59Z`;
    }
    return filters;
  }

  #read(focus) {
    const query = { ...this.filters };
    const style = this.getAttribute("citation-style");
    if (style) {
      query.style = style;
      query.locale = this.language === "de" ? "de-DE" : "en-GB";
      query.fields = "id,access,citation,doi,embargo,landingPage,title";
    } else {
      query.fields = "access,authors,doi,embargo,id,landingPage,published,title,type";
    }
    if (this.hasAttribute("facets")) {
      query.facet = "type,year";
    }
    query.page = this.#page;
    query.size = this.size;
    this.load(this.path, query, (list) => this.#show(list, focus));
  }

  busy(is) {
    this.list?.setAttribute("aria-busy", is);
    if (is && !this.#shown) {
      this.says.textContent = this.words.loading;
    }
  }

  failed() {
    if (!this.#shown) {
      this.body.replaceChildren(create("slot"));
    }
  }

  #skeleton() {
    const entry = () => create("li", {}, create("i"), create("i"), create("i"));
    return create("ol", { class: "list skeleton", "aria-hidden": "true" }, ...Array.from({ length: this.size }, entry));
  }

  #show(list, scroll) {
    const pages = list.total === null ? null : Math.min(100, Math.max(1, Math.ceil(list.total / list.size)));
    const last = pages === null ? list.items.length < list.size : this.#page >= pages;
    // Pages keep the height of the first one, so that the buttons stay where they are.
    const height = scroll && this.list ? this.list.offsetHeight : 0;
    this.list = create("ol", { class: "list", role: "list" }, ...list.items.map((item) => this.#entry(item)));
    this.list.style.minBlockSize = height ? `${height}px` : "";
    this.body.replaceChildren(list.items.length ? this.list : create("p", { class: "empty" }, this.words.none));
    const count = list.total === null ? "" : this.words.outputs(list.total, this.number(list.total));
    const place = pages > 1 ? ` · ${this.words.page(this.number(this.#page), this.number(pages))}` : "";
    this.says.textContent = (list.items.length ? count + place : "") + (list.filling ? ` · ${this.words.filling}` : "");
    this.#showFoot(last, list.items.length > 0);
    if (list.facets) {
      this.#types = this.#values(this.#types, this.#type, list.facets.type, (type) => this.typeName(type));
      this.#years = this.#values(this.#years, this.#year, list.facets.year, String).sort((a, b) => b.value - a.value);
      this.#showTools();
    }
    this.#shown = true;
    if (scroll && this.getBoundingClientRect().top < 0) {
      this.scrollIntoView({ block: "start" });
    }
  }

  /** Returns the values to choose from. A chosen facet counts its own value only, so the others are kept without. */
  #values(known, chosen, counted = [], name) {
    if (!chosen) {
      return counted.map(({ value, count }) => ({ value, text: `${name(value)} (${this.number(count)})` }));
    }
    const count = counted.find((one) => one.value === chosen)?.count ?? 0;
    return known.map(({ value }) => ({
      value,
      text: value === chosen ? `${name(value)} (${this.number(count)})` : name(value),
    }));
  }

  #entry(item) {
    const address = webAddress(item.landingPage) ?? doiAddress(item.doi);
    const citation = item.citation;
    if (this.getAttribute("citation-style") && citation) {
      const text = create("p", { class: "plain", dir: "auto" }, ...withLinks(citation));
      const [before, after] = item.doi ? citation.split(item.doi) : [];
      if (!text.querySelector("a") && after !== undefined) {
        text.replaceChildren(before, link(item.doi, doiAddress(item.doi)), after);
      } else if (!text.querySelector("a") && address) {
        text.append(" ", link(item.doi ? "doi:" + item.doi : address, address));
      }
      return create("li", { class: "entry" }, text);
    }
    return create(
      "li",
      { class: "entry" },
      create("p", { class: "title", dir: "auto" }, link(item.title ?? String(item.id), address)),
      this.authors(item),
      this.facts(item),
    );
  }

  #showFoot(last, any) {
    const more = this.#page > 1 || !last;
    this.previous.textContent = this.words.previous;
    this.previous.setAttribute("aria-disabled", this.#page <= 1);
    this.next.textContent = this.words.next;
    this.next.setAttribute("aria-disabled", last);
    this.pages.hidden = !more;
    this.pages.setAttribute("aria-label", this.words.pages);
    const address = (format) => {
      const url = new URL(this.path, SERVICE);
      url.search = new URLSearchParams({ ...this.filters, format, size: 1000 });
      return url.href;
    };
    const links = EXPORTS.map(([name, format]) => create("a", { href: address(format), rel: "nofollow" }, name));
    this.exports.replaceChildren(create("span", { dir: "auto" }, this.words.export), ...links);
    this.foot.hidden = !any;
  }

  /** Goes on by pages. The buttons stay the same, and stay in the order of the tab key at both ends. */
  #turn(button, step) {
    if (button.getAttribute("aria-disabled") !== "true" && this.list?.getAttribute("aria-busy") !== "true") {
      this.#page += step;
      this.#read(true);
    }
  }

  #showTools() {
    const search = this.hasAttribute("search");
    const facets = this.hasAttribute("facets");
    this.tools.hidden = !search && !facets;
    this.form.hidden = !search;
    this.find.textContent = this.words.search;
    this.input.setAttribute("aria-label", this.words.searchLabel);
    this.input.placeholder = this.words.searchLabel;
    this.#fill(this.type, this.words.type, this.#types, this.#type, facets);
    this.#fill(this.year, this.words.year, this.#years, this.#year, facets);
  }

  #fill({ label, select }, name, values, chosen, shown) {
    label.hidden = !shown;
    label.firstChild.data = name;
    const all = create("option", { value: "" }, this.words.all);
    select.replaceChildren(all, ...values.map(({ value, text }) => create("option", { value }, text)));
    select.value = chosen;
  }

  #facet(choose) {
    const select = create("select", { class: "select", onchange: () => this.#filter(() => choose(select.value)) });
    return { select, label: create("label", { class: "facet" }, "-", select) };
  }

  #filter(change) {
    change();
    this.#page = 1;
    this.#read();
  }
}

class CampusItem extends CampusElement {
  static observedAttributes = ["id"];

  constructor() {
    super();
    this.body = create("div", { class: "body" });
    this.root.append(create("div", { class: "status" }, this.says), this.failure, this.body);
  }

  start() {
    const id = this.getAttribute("id");
    this.body.replaceChildren(create("slot"));
    if (/^[1-9]\d*$/.test(id ?? "")) {
      this.load(`v1/items/${id}`, {}, (item) => this.#show(item));
    } else {
      this.says.textContent = this.words.nothing;
    }
  }

  busy(is) {
    this.says.textContent = is ? this.words.loading : "";
    this.says.parentNode.hidden = !is;
    this.body.style.minBlockSize = is ? "16rem" : "";
  }

  #size(bytes) {
    const place = Math.min(4, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
    const unit = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"][place];
    const format = { style: "unit", unit, unitDisplay: place ? "short" : "long", maximumFractionDigits: 1 };
    return new Intl.NumberFormat(this.locale, format).format(bytes / 1000 ** place);
  }

  #show(item) {
    const file = ({ name, size: bytes, url }) =>
      create("li", {}, link(name, url, { "aria-label": this.words.download(name) }), ` (${this.#size(bytes)})`);
    const files = (item.files ?? []).filter((one) => !one.linkOnly);
    const rows = [
      [this.words.cite, item.citation ? withLinks(item.citation) : null],
      [this.words.keywords, item.keywords?.length ? [item.keywords.join("; ")] : null],
      [this.words.license, item.license?.name ? [link(item.license.name, item.license.url)] : null],
      [this.words.files, files.length ? [create("ul", {}, ...files.map(file))] : null],
    ];
    const exports = EXPORTS.map(([name, format]) =>
      create("a", { href: new URL(`v1/items/${item.id}?format=${format}`, SERVICE).href, rel: "nofollow" }, name),
    );
    const title = create("h2", { class: "title", dir: "auto" });
    title.append(link(item.title ?? String(item.id), webAddress(item.landingPage) ?? doiAddress(item.doi)));
    this.body.replaceChildren(
      create(
        "article",
        { class: "item" },
        create("div", {}, title, this.authors(item, 50), this.facts(item, true)),
        item.description ? create("p", { class: "description", dir: "auto" }, item.description) : null,
        create(
          "dl",
          {},
          ...rows.flatMap(([name, value]) => (value ? [create("dt", {}, name), create("dd", { dir: "auto" }, ...value)] : [])),
        ),
        create("p", { class: "export" }, create("span", { dir: "auto" }, this.words.export), ...exports),
      ),
    );
  }
}

const COUNTERS = ["views", "downloads", "shares"];
const HEIGHT = 240;

class CampusUsage extends CampusElement {
  static observedAttributes = ["item", "person", "department", "collection", "counter", "granularity", "from", "to"];

  #series = null;
  #width = 0;

  constructor() {
    super();
    this.chart = create("div", { class: "chart" });
    this.table = create("div", { class: "below" });
    this.root.append(create("div", { class: "status" }, this.says), this.failure, this.chart, this.table);
    // A chart is as wide as its place, so that its words have the size of the page's.
    this.watch = new ResizeObserver(([{ contentRect }]) => {
      if (this.#series && Math.abs(contentRect.width - this.#width) > 1) {
        this.#draw(contentRect.width);
      }
    });
  }

  connectedCallback() {
    super.connectedCallback();
    this.watch.observe(this.chart);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.watch.disconnect();
  }

  start() {
    this.#series = null;
    this.chart.replaceChildren(create("slot"));
    this.table.replaceChildren();
    const path = this.path;
    if (path) {
      const counter = this.getAttribute("counter") ?? "";
      const query = { counter: COUNTERS.includes(counter) ? counter : "views" };
      for (const name of ["granularity", "from", "to"]) {
        if (this.getAttribute(name)) {
          query[name] = this.getAttribute(name);
        }
      }
      this.load(path + "/usage/timeline", query, (series) => this.#show(series));
    } else {
      this.says.textContent = this.words.nothing;
    }
  }

  get path() {
    const kinds = { item: "items", person: "people", department: "departments", collection: "collections" };
    const kind = Object.keys(kinds).find((name) => this.getAttribute(name));
    return kind ? `v1/${kinds[kind]}/${encodeURIComponent(this.getAttribute(kind))}` : null;
  }

  busy(is) {
    this.says.textContent = is ? this.words.loading : "";
  }

  failed() {
    this.chart.replaceChildren(create("slot"));
  }

  /** Returns a period, such as 2022, 2022-03 or 2022-03-15, in the language of the page. */
  #period(text, month = "short") {
    const [year, ofYear, day] = text.split("-");
    const format = { year: "numeric", timeZone: "UTC", ...(ofYear && { month }), ...(day && { day: "numeric" }) };
    return new Intl.DateTimeFormat(this.locale, format).format(Date.UTC(year, (ofYear ?? 1) - 1, day ?? 1));
  }

  #show(series) {
    this.#series = series;
    const { periods, counter, total } = series;
    if (!periods.length) {
      this.says.textContent = this.words.noUsage;
      this.chart.replaceChildren();
      return;
    }
    const ends = [this.#period(periods[0].period), this.#period(periods.at(-1).period)];
    this.says.textContent = this.words.usage(this.words[counter], this.number(total), ...ends);
    this.#draw(this.chart.clientWidth || 640);
    const row = (place, name, count) =>
      create("tr", {}, create("th", { scope: place }, name), create("td", {}, this.number(count)));
    const head = create(
      "tr",
      {},
      create("th", { scope: "col" }, this.words.period),
      create("th", { scope: "col" }, this.words[counter]),
    );
    const table = create(
      "table",
      { class: "table" },
      create("caption", { class: "hidden" }, this.says.textContent),
      create("thead", {}, head),
      create("tbody", {}, ...periods.map(({ period, count }) => row("row", this.#period(period, "long"), count))),
      create("tfoot", {}, row("row", this.words.total, total)),
    );
    const frame = create("div", { class: "figures", tabindex: "0", role: "group", "aria-label": this.words.figures }, table);
    this.table.replaceChildren(create("details", {}, create("summary", { class: "summary" }, this.words.figures), frame));
  }

  #draw(width) {
    this.#width = width;
    const { periods } = this.#series;
    const top = roundUp(Math.max(1, ...periods.map(({ count }) => count)));
    const left = 10 + 8 * this.number(top).length;
    const [floor, ceiling] = [HEIGHT - 24, 12];
    const step = (width - left) / periods.length;
    const y = (count) => floor - ((floor - ceiling) * count) / top;
    const svg = draw("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", part: "chart-image", "aria-label": this.says.textContent });
    svg.style.blockSize = `${HEIGHT}px`;
    for (const count of top > 1 ? [0, top / 2, top] : [0, top]) {
      svg.append(draw("line", { x1: left, x2: width, y1: y(count), y2: y(count) }));
      svg.append(draw("text", { x: left - 6, y: y(count) + 4, "text-anchor": "end" }, this.number(count)));
    }
    const least = Math.ceil(76 / step);
    const every = this.#series.granularity === "month" ? wholeMonths(least) : least;
    periods.forEach(({ period, count }, i) => {
      const bar = draw("rect", {
        x: left + i * step + step * 0.1,
        y: y(count),
        width: step * 0.8,
        height: floor - y(count),
        part: "bar",
      });
      bar.append(draw("title", {}, `${this.#period(period)}: ${this.number(count)}`));
      svg.append(bar);
      const name = this.#period(period);
      if (i % every === 0 && left + i * step + 7 * name.length <= width) {
        svg.append(draw("text", { x: left + i * step, y: HEIGHT - 6 }, name));
      }
    });
    this.chart.replaceChildren(svg);
  }
}

/** Returns the next part or multiple of a year, so that an axis names the same months of each. */
function wholeMonths(months) {
  return [1, 2, 3, 6].find((part) => part >= months) ?? Math.ceil(months / 12) * 12;
}

/** Returns the next even number of one or two digits and zeros behind, so that an axis has round numbers. */
function roundUp(count) {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  const rounded = Math.ceil(count / unit) * unit;
  return rounded > 1 && rounded % 2 ? rounded + unit : rounded;
}

customElements.define("campus-outputs", CampusOutputs);
customElements.define("campus-item", CampusItem);
customElements.define("campus-usage", CampusUsage);
