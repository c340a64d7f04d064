// The sheet under the fingers and on the keyboard: what is filled in goes to SheetState, and what it holds is shown.
(() => {
  "use strict";

  const state = SheetState;
  const cards = [...document.querySelectorAll("[data-standard]")];
  const byId = (id) => document.getElementById(id);
  let keptOnce = false;

  // ---- one standard

  function show(card) {
    const said = state.said(card.dataset.standard);
    card.dataset.is = said.answer || "";
    for (const button of card.querySelectorAll("[data-answer]")) {
      button.setAttribute("aria-pressed", String(button.dataset.answer === said.answer));
    }
    for (const field of card.querySelectorAll("[data-field]")) {
      const value = said[field.dataset.field];
      if (field.type === "checkbox") field.checked = Boolean(value);
      else if (field !== document.activeElement) field.value = value || "";
    }
    const unreasoned = said.answer === "n/a" && !(said.note || "").trim();
    card.querySelector(".wrong").hidden = !unreasoned;
    card.querySelector("[data-field=note]").toggleAttribute("aria-invalid", unreasoned);
    card.querySelector(".undo").hidden = !said.answer;
    card.querySelector("[data-when]").textContent = said.answer ? `Answered on ${said.on}.` : "";
    if (said.fixed_onsite || said.hand_over || said.feedback) card.querySelector(".more").open = true;
  }

  function change(card, changes) {
    saved(state.change(card.dataset.standard, changes));
    show(card);
    count();
  }

  function answer(card, value) {
    if (state.said(card.dataset.standard).answer !== value) change(card, { answer: value });
    if (value === "n/a" && !card.querySelector(".wrong").hidden) card.querySelector("[data-field=note]").focus();
  }

  function wire(card) {
    for (const button of card.querySelectorAll("[data-answer]")) {
      button.addEventListener("click", () => answer(card, button.dataset.answer));
    }
    for (const field of card.querySelectorAll("[data-field]")) {
      field.addEventListener("input", () => {
        const name = field.dataset.field;
        if (name === "fixed_onsite") change(card, field.checked ? { answer: "yes", fixed_onsite: true } : { fixed_onsite: false });
        else change(card, { [name]: field.value || (name === "hand_over" ? null : "") });
      });
    }
    card.querySelector("[data-clear]").addEventListener("click", () => {
      change(card, { answer: null });
      card.querySelector("[data-answer]").focus();
    });
  }

  // Older browsers do not make a field as high as its text.
  function grow() {
    if (CSS.supports("field-sizing", "content")) return;
    for (const field of document.querySelectorAll("textarea")) {
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight + 4}px`;
    }
  }

  // ---- progress, and whether it is saved

  function count() {
    const open = cards.filter((card) => !card.dataset.is);
    const done = cards.length - open.length;
    const minutes = open.reduce((sum, card) => sum + state.sheet.standards[card.dataset.standard].minutes, 0);
    byId("answered").textContent = `${done} of ${cards.length} answered`;
    byId("left").textContent = open.length ? `· ${minutes} min left` : "· all done";
    byId("meter").style.width = `${cards.length ? (100 * done) / cards.length : 0}%`;
    document.querySelector("[role=progressbar]").setAttribute("aria-valuenow", String(done));
    byId("next").disabled = !open.length;
    for (const group of document.querySelectorAll("[data-group]")) {
      const inside = [...group.querySelectorAll("[data-standard]")];
      const answered = inside.filter((card) => card.dataset.is).length;
      for (const place of document.querySelectorAll(`[data-count="${group.dataset.group}"]`)) {
        place.textContent = `${answered}/${inside.length}`;
        place.classList.toggle("done", answered === inside.length);
      }
    }
  }

  function unexported() {
    const last = state.lastChange();
    return Boolean(last) && (!state.exportedAt() || Date.parse(last) > Date.parse(state.exportedAt()));
  }

  function saved(kept) {
    const line = byId("saved");
    keptOnce = keptOnce || kept;
    byId("unsaved").hidden = kept;
    line.className = kept ? "saved" : "saved bad";
    const time = new Date().toTimeString().slice(0, 5);
    const exported = !state.lastChange() ? "" : unexported() ? ", not exported yet" : ", exported";
    line.textContent = (kept ? `Saved in this browser ${time}` : "Not saved in this browser") + exported;
  }

  // ---- search, filter, moving

  function fits(card) {
    const wanted = byId("show").value;
    const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const text = card.textContent.toLowerCase();
    if (!words.every((word) => text.includes(word))) return false;
    if (wanted === "open") return !card.dataset.is;
    if (wanted === "verify") return "verify" in card.dataset;
    if (wanted === "high") return card.dataset.priority === "high";
    return wanted === "all" || card.dataset.is === wanted;
  }

  function filter() {
    for (const card of cards) card.hidden = !fits(card);
    for (const group of document.querySelectorAll("[data-group]")) {
      group.hidden = !group.querySelector("[data-standard]:not([hidden])");
    }
    byId("nothing").hidden = cards.some((card) => !card.hidden);
  }

  function showEverything() {
    byId("search").value = "";
    byId("show").value = "all";
    filter();
  }

  function current() {
    const inside = document.activeElement.closest("[data-standard]");
    if (inside) return inside;
    const top = document.querySelector(".bar").getBoundingClientRect().bottom;
    return cards.find((card) => !card.hidden && card.getBoundingClientRect().bottom > top + 60);
  }

  function go(card) {
    if (!card) return;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "start" });
  }

  function move(steps) {
    const shown = cards.filter((card) => !card.hidden);
    const inside = document.activeElement.closest("[data-standard]");
    go(inside ? shown[shown.indexOf(inside) + steps] : current());
  }

  function nextOpen() {
    const start = cards.indexOf(document.activeElement.closest("[data-standard]"));
    const order = [...cards.slice(start + 1), ...cards.slice(0, start + 1)];
    const card = order.find((each) => !each.dataset.is);
    if (card && card.hidden) showEverything();
    go(card);
  }

  // A key answers the standard that is chosen. Where none is, it only chooses the first one in view, so that nobody
  // answers what he does not look at.
  function keyed(value) {
    const inside = document.activeElement.closest("[data-standard]");
    if (inside) answer(inside, value);
    else go(current());
  }

  const KEYS = {
    y: () => keyed("yes"), n: () => keyed("no"), a: () => keyed("n/a"),
    ArrowDown: () => move(1), ArrowUp: () => move(-1), u: nextOpen, "/": () => byId("search").focus(),
  };

  function pressed(event) {
    const typing = event.target.matches("textarea, select, input:not([type=checkbox])");
    if (event.key === "Escape" && typing) {
      const card = event.target.closest("[data-standard]") || cards.find((each) => !each.hidden);
      event.target.blur();
      go(card);
    }
    const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  }

  // ---- files

  function say(text) {
    byId("files-said").textContent = text;
  }

  function exportText() {
    return JSON.stringify(state.exported(), null, 1) + "\n";
  }

  function unreasoned() {
    const bad = cards.filter((card) => !card.querySelector(".wrong").hidden).length;
    return bad ? ` Look again: ${bad} not applicable without a reason: these will be refused.` : "";
  }

  function exportFile() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([exportText()], { type: "application/json" }));
    link.download = state.fileName();
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    state.setExported();
    say(`Exported ${state.fileName()}.${unreasoned()}`);
    saved(state.isKept() && keptOnce);
    byId("saved").textContent += unreasoned() ? `.${unreasoned()}` : "";
  }

  async function copyText() {
    const text = exportText();
    try {
      await navigator.clipboard.writeText(text);
      say(`Copied. Paste it into a file named ${state.fileName()}.${unreasoned()}`);
    } catch (error) {
      byId("copied").hidden = false;
      byId("text").value = text;
      byId("text").select();
      say(`Copy the text below into a file named ${state.fileName()}.${unreasoned()}`);
    }
  }

  async function loadFile(event) {
    const [file] = event.target.files;
    if (!file) return;
    try {
      const changed = state.load(await file.text());
      showAll();
      saved(state.isKept());
      say(`Loaded ${file.name}: ${changed} ${changed === 1 ? "entry" : "entries"} taken over.`);
    } catch (error) {
      say(error.message);
    }
    event.target.value = "";
  }

  function forget() {
    const lost = unexported() ? "What was not exported is lost. " : "";
    if (!window.confirm(`${lost}Remove everything that was filled in on this sheet from this browser?`)) return;
    state.forget();
    for (const more of document.querySelectorAll(".more")) more.open = false;
    showAll();
    byId("saved").className = "saved none";
    byId("saved").textContent = "Nothing filled in yet";
    say("Removed from this browser.");
  }

  // ---- beginning

  function showAll() {
    cards.forEach(show);
    SheetVisit.show();
    count();
    filter();
    grow();
  }

  cards.forEach(wire);
  SheetVisit.wire(saved);
  byId("narrow").addEventListener("submit", (event) => event.preventDefault());
  byId("search").addEventListener("input", filter);
  byId("show").addEventListener("input", filter);
  byId("everything").addEventListener("click", showEverything);
  byId("next").addEventListener("click", nextOpen);
  byId("export").addEventListener("click", exportFile);
  byId("export-too").addEventListener("click", exportFile);
  byId("copy").addEventListener("click", copyText);
  byId("load").addEventListener("click", () => byId("file").click());
  byId("file").addEventListener("change", loadFile);
  byId("forget").addEventListener("click", forget);
  byId("guides").addEventListener("click", (event) => {
    const open = event.currentTarget.getAttribute("aria-pressed") !== "true";
    event.currentTarget.setAttribute("aria-pressed", String(open));
    for (const guide of document.querySelectorAll(".guide")) guide.open = open;
  });
  document.addEventListener("keydown", pressed);
  document.addEventListener("input", (event) => event.target.matches("textarea") && grow());
  window.addEventListener("beforeprint", grow);
  window.addEventListener("storage", (event) => {
    if (event.key !== state.key) return;
    state.reread();
    showAll();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!state.isKept() && unexported()) event.preventDefault();
  });
  showAll();
  byId("unsaved").hidden = state.isKept();
  if (state.lastChange() || !state.isKept()) saved(state.isKept());
  else byId("saved").classList.add("none");
})();
