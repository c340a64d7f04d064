// What has been filled in on the sheet: kept in the browser at every change, exported and loaded as a small file.
"use strict";

const SheetState = (() => {
  const SCHEMA = "msptool/review-sheet-answers/1";
  const COPY = /^[0-9a-f]{6}$/;
  const FIELDS = ["answer", "on", "note", "fixed_onsite", "hand_over", "feedback"];
  const VISIT_LISTS = ["our_items", "client_items", "maintenance", "tools_checked", "tickets", "changes", "unresolved"];
  const VISIT_FIELDS = [...VISIT_LISTS, "next_visit", "summary"];

  const sheet = JSON.parse(document.getElementById("sheet-data").textContent);
  const key = "msptool-sheet-" + sheet.sheet;
  const storage = usableStorage();
  // `answers` and `visit` hold only what was changed here, each with the moment `at` of its last change.
  let filled = stored() || nothing();

  function nothing() {
    return { copy: randomName(), answers: {}, visit: {}, visitOn: null, exported: null };
  }

  function usableStorage() {
    try {
      window.localStorage.setItem("msptool-sheet-test", "1");
      window.localStorage.removeItem("msptool-sheet-test");
      return window.localStorage;
    } catch (error) {
      return null;
    }
  }

  function randomName() {
    const bytes = crypto.getRandomValues(new Uint8Array(3));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function stored() {
    try {
      const found = JSON.parse(storage.getItem(key));
      return found && COPY.test(found.copy) && found.answers && found.visit ? found : null;
    } catch (error) {
      return null;
    }
  }

  // The moment as this device's own clock shows it, with its zone; its first ten characters are the day.
  function now() {
    const moment = new Date();
    const two = (number) => String(Math.trunc(Math.abs(number))).padStart(2, "0");
    const zone = -moment.getTimezoneOffset();
    const day = [moment.getFullYear(), two(moment.getMonth() + 1), two(moment.getDate())].join("-");
    const time = [two(moment.getHours()), two(moment.getMinutes()), two(moment.getSeconds())].join(":");
    const thousandths = String(moment.getMilliseconds()).padStart(3, "0");
    return `${day}T${time}.${thousandths}${zone < 0 ? "-" : "+"}${two(zone / 60)}:${two(zone % 60)}`;
  }

  function later(one, other) {
    return Date.parse(one || "") > Date.parse(other || "") || (Boolean(one) && !other);
  }

  // Returns whether the browser has it now. Another window may have saved something meanwhile: both stay.
  function keep() {
    const elsewhere = stored();
    if (elsewhere && elsewhere.copy === filled.copy) join(elsewhere.answers, elsewhere.visit);
    try {
      storage.setItem(key, JSON.stringify(filled));
      return true;
    } catch (error) {
      return false;
    }
  }

  // What is said about a standard: here, else what the review had recorded when the sheet was made.
  function said(id) {
    const from = filled.answers[id] || sheet.standards[id];
    return Object.fromEntries(FIELDS.map((field) => [field, from[field]]));
  }

  function change(id, changes) {
    const before = said(id);
    const after = { ...before, ...changes };
    if (after.answer !== before.answer) after.on = after.answer ? now().slice(0, 10) : null;
    if (after.answer !== "yes") after.fixed_onsite = false;
    filled.answers[id] = { ...after, at: now() };
    return keep();
  }

  function visit(field) {
    if (field === "on") return filled.visitOn || sheet.visit.on;
    return field in filled.visit ? filled.visit[field].value : sheet.visit[field];
  }

  function changeVisit(field, value) {
    if (field === "on") filled.visitOn = value || null;
    else filled.visit[field] = { value, at: now() };
    return keep();
  }

  function lastChange() {
    const moments = [...Object.values(filled.answers), ...Object.values(filled.visit)].map((each) => each.at);
    return moments.reduce((last, each) => (later(each, last) ? each : last), null);
  }

  function exported() {
    const answers = {};
    for (const [id, entry] of Object.entries(filled.answers)) {
      const { question, priority, base } = sheet.standards[id];
      answers[id] = { question, priority, base, ...entry };
    }
    let day = null;
    if (Object.keys(filled.visit).length) {
      day = { on: visit("on"), at: lastChange(), base: sheet.visit.base };
      for (const [field, entry] of Object.entries(filled.visit)) day[field] = entry.value;
    }
    return {
      schema: SCHEMA, sheet: `${sheet.sheet}-${filled.copy}`, client: sheet.client, review: sheet.review,
      started: sheet.started, made: sheet.made, exported: now(), library: sheet.library, by: sheet.by,
      answers, visit: day,
    };
  }

  // Takes an export of this sheet over, the later change of each answer wins. Returns how many it changed; throws a sentence.
  function load(text) {
    let data;
    try {
      data = JSON.parse(text);
    } catch (error) {
      throw new Error("This file is no export of a sheet, or it was cut off.");
    }
    if (!data || data.schema !== SCHEMA || typeof data.sheet !== "string" || typeof data.answers !== "object") {
      throw new Error("This file is no export of a sheet.");
    }
    const [own, copy] = data.sheet.split("-");
    if (own !== sheet.sheet) throw new Error(`This is an export of another sheet (${own.slice(0, 20)}).`);
    if (!lastChange() && COPY.test(copy)) filled.copy = copy;
    const day = data.visit || {};
    const visit = {};
    for (const field of VISIT_FIELDS) {
      if (field in day) visit[field] = { value: day[field], at: day.at };
    }
    const changed = join(data.answers || {}, visit);
    if (Object.keys(visit).length && /^\d{4}-\d\d-\d\d$/.test(day.on)) filled.visitOn = day.on;
    keep();
    return changed;
  }

  // Takes over what was changed later than here; returns how many.
  function join(answers, visit) {
    let changed = 0;
    for (const [id, entry] of Object.entries(answers)) {
      const mine = filled.answers[id];
      if (!(id in sheet.standards) || !entry || !isEntry(entry) || (mine && !later(entry.at, mine.at))) continue;
      filled.answers[id] = Object.fromEntries([...FIELDS, "at"].map((field) => [field, entry[field]]));
      changed += 1;
    }
    for (const [field, entry] of Object.entries(visit)) {
      const mine = filled.visit[field];
      if (!VISIT_FIELDS.includes(field) || !isField(field, entry) || (mine && !later(entry.at, mine.at))) continue;
      filled.visit[field] = entry;
      changed += 1;
    }
    return changed;
  }

  function isEntry(entry) {
    const texts = [entry.note, entry.feedback, entry.at].every((each) => typeof each === "string");
    return texts && [null, "yes", "no", "n/a"].includes(entry.answer) && typeof entry.fixed_onsite === "boolean";
  }

  function isField(field, entry) {
    if (!entry || typeof entry.at !== "string") return false;
    if (VISIT_LISTS.includes(field)) return Array.isArray(entry.value);
    return typeof entry.value === "string" || (field === "next_visit" && entry.value === null);
  }

  // Another window with the same sheet has saved something.
  function reread() {
    filled = stored() || filled;
  }

  return {
    sheet, key, said, change, visit, changeVisit, exported, load, reread, lastChange,
    isKept: () => storage !== null,
    exportedAt: () => filled.exported,
    forget: () => {
      if (storage) storage.removeItem(key);
      filled = nothing();
    },
    setExported: () => { filled.exported = now(); keep(); },
    fileName: () => `${sheet.client}-${sheet.review}-${sheet.sheet}-${filled.copy}.json`,
  };
})();
