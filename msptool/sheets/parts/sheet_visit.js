// The day of the visit on the sheet: lists, tickets, the next visit and the summary.
"use strict";

const SheetVisit = (() => {
  let saved = null;

  function lines(text) {
    return text.split("\n").map((line) => line.trim()).filter(Boolean);
  }

  function show() {
    for (const field of document.querySelectorAll("[data-visit]")) {
      const value = SheetState.visit(field.dataset.visit);
      if (field !== document.activeElement) field.value = Array.isArray(value) ? value.join("\n") : value || "";
    }
    for (const box of document.querySelectorAll("[data-tickets]")) showTickets(box);
  }

  function showTickets(box) {
    const list = box.querySelector("ul");
    list.replaceChildren(...SheetState.visit(box.dataset.tickets).map((ticket) => ticketRow(box, ticket)));
  }

  function ticketRow(box, ticket) {
    const row = document.createElement("li");
    const label = document.createElement("label");
    const done = input(row, "checkbox", "Done");
    label.append(done, "Done");
    row.prepend(label);
    const number = input(row, "text", "Ticket number");
    const summary = input(row, "text", "What it is about");
    done.checked = Boolean(ticket.done);
    number.value = ticket.id || "";
    number.placeholder = "Number";
    summary.value = ticket.summary || "";
    summary.placeholder = "What it is about";
    const remove = document.createElement("button");
    remove.type = "button";
    remove.textContent = "Remove";
    remove.addEventListener("click", () => {
      row.remove();
      keepTickets(box);
      box.querySelector("[data-add]").focus();
    });
    row.append(remove);
    return row;
  }

  function input(row, type, label) {
    const made = document.createElement("input");
    made.type = type;
    made.setAttribute("aria-label", label);
    made.addEventListener("input", () => keepTickets(row.closest("[data-tickets]")));
    row.append(made);
    return made;
  }

  function keepTickets(box) {
    const tickets = [...box.querySelectorAll("li")].map((row) => {
      const [done, number, summary] = row.querySelectorAll("input");
      return { id: number.value.trim(), summary: summary.value.trim() || number.value.trim(), done: done.checked };
    });
    saved(SheetState.changeVisit(box.dataset.tickets, tickets.filter((ticket) => ticket.summary)));
  }

  // `changed` is told after every change whether the browser has saved it.
  function wire(changed) {
    saved = changed;
    for (const field of document.querySelectorAll("[data-visit]")) {
      field.addEventListener("input", () => {
        const empty = field.dataset.visit === "next_visit" ? null : "";
        const value = field.dataset.kind === "lines" ? lines(field.value) : field.value || empty;
        saved(SheetState.changeVisit(field.dataset.visit, value));
      });
    }
    for (const box of document.querySelectorAll("[data-tickets]")) {
      box.querySelector("[data-add]").addEventListener("click", () => {
        const row = ticketRow(box, {});
        box.querySelector("ul").append(row);
        row.querySelectorAll("input")[1].focus();
      });
    }
  }

  return { show, wire };
})();
