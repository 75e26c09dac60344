// Lets the page at / show the list of a person or a department, and the lines that show it elsewhere.

const find = (id) => document.getElementById(id);
const list = find("list");

/** The ids of people by the texts that the field offers. */
const ids = new Map();

async function read(path, query = {}) {
  const response = await fetch(path + "?" + new URLSearchParams(query), { headers: { Accept: "application/json" } });
  return response.ok ? response.json() : { items: [] };
}

/** Shows the list of a person, a department or a search; of everybody without an id. */
function show(kind, id) {
  for (const name of ["person", "department", "query"]) {
    list.removeAttribute(name);
  }
  const [attribute, value] = id ? [kind, id] : ["query", "*"];
  list.setAttribute(attribute, value);
  const quoted = value.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  find("snippet").textContent = `<campus-outputs ${attribute}="${quoted}" search facets></campus-outputs>`;
  const parameter = kind === "query" ? "q" : kind;
  history.replaceState(null, "", id ? "?" + new URLSearchParams({ [parameter]: id }) : location.pathname);
}

/** Returns the last part of the address of a person or a department, by which it is known. */
function idOf({ url }) {
  return decodeURIComponent(url.split("/").at(-1));
}

async function offerPeople(words) {
  const { items } = await read("v1/people", words ? { q: words, size: 20 } : { size: 20 });
  const options = items.map((person) => {
    const option = document.createElement("option");
    option.value = person.department ? `${person.name} (${person.department})` : person.name;
    if (ids.has(option.value) && ids.get(option.value) !== idOf(person)) {
      option.value += ` ${idOf(person)}`;
    }
    ids.set(option.value, idOf(person));
    return option;
  });
  find("people").replaceChildren(...options);
}

async function offerDepartments() {
  const { items } = await read("v1/departments");
  const add = (department, depth) => {
    const option = document.createElement("option");
    option.value = idOf(department);
    option.textContent = "\u2003".repeat(depth) + department.name;
    find("department").append(option);
    department.children.forEach((child) => add(child, depth + 1));
  };
  items.forEach((department) => add(department, 0));
}

function choose() {
  const person = find("person");
  let waiting;
  person.addEventListener("input", () => {
    clearTimeout(waiting);
    const id = ids.get(person.value);
    if (id || !person.value) {
      find("department").value = "";
      show("person", id);
    }
    if (!id) {
      waiting = setTimeout(() => offerPeople(person.value), 250);
    }
  });
  find("department").addEventListener("change", (event) => {
    person.value = "";
    show("department", event.target.value);
  });
  find("chooser").addEventListener("submit", (event) => event.preventDefault());
  find("chooser").hidden = false;
}

/** Shows what the address of the page asks for, before the list begins to load. */
function open(asked) {
  for (const [parameter, kind] of [["person", "person"], ["department", "department"], ["q", "query"]]) {
    if (asked.get(parameter)) {
      show(kind, asked.get(parameter));
      return;
    }
  }
}

/** Shows in the fields what the address asks for. */
async function fillIn(asked) {
  await offerDepartments();
  find("department").value = asked.get("department") ?? "";
  if (asked.get("person")) {
    const { name } = await read("v1/people/" + encodeURIComponent(asked.get("person")));
    find("person").value = name ?? "";
  }
}

if (list) {
  const asked = new URLSearchParams(location.search);
  open(asked);
  choose();
  offerPeople("");
  fillIn(asked);
  if (navigator.clipboard) {
    find("copy").hidden = false;
    find("copy").addEventListener("click", async () => {
      await navigator.clipboard.writeText(find("copy").closest("section").querySelector("code").textContent);
      find("copied").textContent = "Copied";
    });
  }
}
