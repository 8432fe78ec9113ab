// What the pages do beyond plain HTML. Without this file all of it is still there but for the comfort.

const box = document.getElementById("q");
const article = document.querySelector("article");
const texts = JSON.parse(document.currentScript.dataset.texts); // in the language of the page
const home = box && new URL(box.form.action); // of the site, which may lie under a path

const kept = {
  // What this browser remembers; private windows may refuse to.
  read(name, otherwise) {
    try { return JSON.parse(localStorage.getItem(`timbao.${name}`)) ?? otherwise; } catch { return otherwise; }
  },
  write(name, value) {
    try { localStorage.setItem(`timbao.${name}`, JSON.stringify(value)); } catch { /* then it is not remembered */ }
  },
};

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function said(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function counted([one, more], count) {
  return count === 1 ? one : said(more, { count });
}

// --- "/" goes to the search box, as readers know it from other sites; it can be turned off -------------------------

function slash() {
  const state = element("button", { type: "button", class: "plain" });
  const [before, after] = texts.slash.split("{key}");
  const hint = element("p", {}, before, element("kbd", {}, "/"), after, " ", state);
  const show = () => { state.textContent = kept.read("slash", true) ? texts.slashOff : texts.slashOn; };
  state.addEventListener("click", () => { kept.write("slash", !kept.read("slash", true)); show(); });
  show();
  document.querySelector(".colophon .frame")?.append(hint);
  document.addEventListener("keydown", (event) => {
    const typing = /^(?:input|textarea|select)$/i.test(event.target.nodeName);
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!kept.read("slash", true)) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}

// --- Recent searches, in this browser alone ---------------------------------------------------------------------

const MOST_RECENT = 8;

function remember() {
  const typed = new URLSearchParams(location.search).get("q")?.trim();
  if (!typed || location.pathname !== home.pathname) return;
  kept.write("recent", [typed, ...kept.read("recent", []).filter((one) => one !== typed)].slice(0, MOST_RECENT));
}

// --- Completions while typing: a combobox with a list, chosen by hand (ARIA Authoring Practices) -------------------

const PAUSE = 120; // milliseconds without a key before the server is asked

function complete() {
  const list = element("ul", { role: "listbox", id: "suggestions", "aria-label": texts.suggestions, hidden: "" });
  const status = element("p", { class: "unseen", role: "status" });
  const clear = element("button", { type: "button", class: "plain", hidden: "" }, texts.clear);
  const holder = element("div", { class: "suggestions" }, list, clear);
  box.closest("form").append(holder, status);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-haspopup": "listbox",
    "aria-expanded": "false", "aria-controls": "suggestions" })) box.setAttribute(name, value);

  let active = -1, composing = false, timer = 0, asked = null;

  function close() {
    list.hidden = clear.hidden = true;
    active = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function show(found, recent) {
    const options = found.map((text, number) => element("li", { role: "option", id: `suggestion-${number}`, "aria-selected": "false" }, text));
    list.replaceChildren(...options);
    if (!found.length) { status.textContent = ""; close(); return; }
    list.hidden = false;
    clear.hidden = !recent;
    active = -1;
    box.setAttribute("aria-expanded", "true");
    box.removeAttribute("aria-activedescendant");
    status.textContent = counted(recent ? texts.recent : texts.suggested, found.length);
  }

  function move(step) {
    const options = list.children;
    if (list.hidden || !options.length) return;
    options[active]?.setAttribute("aria-selected", "false");
    active = active < 0 && step < 0 ? options.length - 1 : (active + step + options.length + 1) % (options.length + 1);
    if (active === options.length) active = -1;
    options[active]?.setAttribute("aria-selected", "true");
    options[active]?.scrollIntoView({ block: "nearest" });
    if (active < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", options[active].id);
  }

  function choose(option) {
    box.value = option.textContent;
    close();
    box.form.requestSubmit();
  }

  async function ask() {
    asked?.abort();
    const typed = box.value;
    if (!typed.trim()) {
      if (document.activeElement === box) show(kept.read("recent", []), true);
      return;
    }
    asked = new AbortController();
    try {
      const answer = await fetch(new URL(`api/v1/suggest?q=${encodeURIComponent(typed)}`, home), { signal: asked.signal });
      const found = answer.ok ? (await answer.json()).suggestions.map((one) => one.text) : [];
      if (box.value === typed && document.activeElement === box && !composing) show(found, false);
    } catch { /* a later key, or no network: the box works without */ }
  }

  const soon = () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); };
  box.addEventListener("compositionstart", () => { composing = true; clearTimeout(timer); close(); });
  box.addEventListener("compositionend", () => { composing = false; soon(); });
  box.addEventListener("input", () => {
    if (composing) return;
    if (!clear.hidden) close(); // recent searches are no completions of what is being typed
    soon();
  });
  box.addEventListener("click", () => { if (!box.value) ask(); }); // not on focus: a page that opens has it already
  box.addEventListener("keydown", (event) => {
    if (composing || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) ask(); else move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(list.children[active]);
    } else if (event.key === "Escape") {
      clearTimeout(timer);
      asked?.abort();
      if (!list.hidden) event.preventDefault();
      close();
    }
  });
  holder.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  holder.addEventListener("keydown", (event) => { if (event.key === "Escape") { close(); box.focus(); } });
  box.form.addEventListener("focusout", (event) => { if (!box.form.contains(event.relatedTarget)) close(); });
  list.addEventListener("click", (event) => { const option = event.target.closest("li"); if (option) choose(option); });
  clear.addEventListener("click", () => { kept.write("recent", []); close(); box.focus(); });
}

// --- A filter box in facets that unfold many values ---------------------------------------------------------------

const MANY = 8; // values: fewer are seen at a glance

function narrow() {
  for (const rest of document.querySelectorAll(".rest")) {
    const values = rest.querySelectorAll(".box");
    if (values.length < MANY) continue;
    const filter = element("input", { type: "text", "aria-label": rest.dataset.narrow, placeholder: texts.filterList });
    const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/\u0111/gi, "d").toLowerCase();
    filter.addEventListener("input", () => {
      for (const value of values) value.hidden = !plain(value.textContent).includes(plain(filter.value));
    });
    filter.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    rest.querySelector("summary").after(filter);
  }
}

// --- In an article: from one marked word to the next; citations to copy ---------------------------------------------

function jump() {
  const marks = article.querySelectorAll("mark");
  const bar = document.querySelector(".back");
  if (!marks.length || !bar) return;
  let at = -1;
  const next = element("button", { type: "button", class: "plain" });
  const name = () => { next.textContent = said(texts.nextWord, { at: at + 1, all: marks.length }); };
  next.addEventListener("click", () => {
    marks[at]?.classList.remove("here");
    at = (at + 1) % marks.length;
    marks[at].classList.add("here");
    marks[at].scrollIntoView({ block: "center" });
    name();
  });
  name();
  bar.append(next);
  bar.classList.add("stays");
}

function copy() {
  for (const [id, name] of [["citation", texts.copyCitation], ["bibtex", texts.copyBibtex]]) {
    const text = document.getElementById(id);
    if (!text || !navigator.clipboard) continue;
    const button = element("button", { type: "button", class: "plain" }, name);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.textContent);
        button.textContent = texts.copied;
      } catch { button.textContent = texts.copyRefused; }
    });
    text.after(button);
  }
}

// --- The page of an index that is being built loads itself again, but never under somebody's hands ------------------

function reload(told) {
  told.hidden = false;
  setInterval(() => {
    const used = box.value !== box.defaultValue || document.querySelector(":is(a, button, input):focus");
    if (!used) location.reload();
  }, told.dataset.seconds * 1000);
}

const reloads = document.getElementById("reloads");
if (box) { slash(); remember(); complete(); }
narrow();
if (article) { jump(); copy(); }
if (reloads) reload(reloads);
