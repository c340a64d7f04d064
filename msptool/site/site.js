// Filters, sorting and search of the site, all in the browser. Without it every page is there, and reachable by links.
(function () {
  "use strict";

  // Letters and digits alone, without accents and case: what is compared.
  function folded(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  }

  function words(text) {
    return folded(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  }

  function counted(number, word) {
    return number + " " + word + (number === 1 ? "" : "s");
  }

  function all(selector, within) {
    return Array.from((within || document).querySelectorAll(selector));
  }

  // Narrows what is listed in the element `list` to the rows that have every word and every chosen value.
  function narrowed(list, controls) {
    var rows = all("tbody tr", list);
    var texts = rows.map(function (row) { return words(row.textContent); });
    var said = document.querySelector('[data-shown="' + list.id + '"]');
    function apply() {
      var wanted = [], chosen = [];
      controls.forEach(function (control) {
        if (control.dataset.key) {
          if (control.value) chosen.push([control.dataset.key, control.value]);
        } else {
          wanted = words(control.value);
        }
      });
      var left = 0;
      rows.forEach(function (row, place) {
        var fits = wanted.every(function (word) {
          return texts[place].some(function (each) { return each.startsWith(word); });
        }) && chosen.every(function (pair) {
          return (row.dataset[pair[0]] || "").split("|").includes(pair[1]);
        });
        row.hidden = !fits;
        left += fits;
      });
      all("[data-group]", list).forEach(function (group) {
        group.hidden = !group.querySelector("tbody tr:not([hidden])");
      });
      if (said) said.textContent = left + " of " + counted(rows.length, list.dataset.what);
    }
    controls.forEach(function (control) {
      control.addEventListener("input", apply);
      if (!control.dataset.key) control.addEventListener("keydown", function (event) {
        if (event.key === "Escape") { control.value = ""; apply(); event.preventDefault(); }
      });
    });
    // A browser keeps what was typed when somebody comes back to the page.
    window.addEventListener("pageshow", apply);
    apply();
  }

  function value(row, column) {
    var cell = row.children[column];
    return cell.dataset.value === undefined ? cell.textContent.trim() : cell.dataset.value;
  }

  // Sorts by a column; what has no value stays last in both directions, and equals keep their order.
  function sorted(table, column, down) {
    var heads = all("thead th", table), body = table.tBodies[0];
    var number = heads[column].dataset.sort === "number";
    var rows = Array.from(body.rows).map(function (row) { return [value(row, column), row]; });
    rows.sort(function (one, other) {
      if (one[0] === "" || other[0] === "") return (one[0] === "") - (other[0] === "");
      var order = number ? Number(one[0]) - Number(other[0]) : one[0].localeCompare(other[0], "en");
      return down ? -order : order;
    });
    rows.forEach(function (pair) { body.append(pair[1]); });
    heads.forEach(function (head, place) {
      if (place === column) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
  }

  function sortable(table) {
    var heads = all("thead th", table);
    if (!heads.some(function (head) { return head.dataset.sort; })) return;
    var select = document.querySelector('select[data-sort="' + table.id + '"]');
    heads.forEach(function (head, column) {
      if (!head.dataset.sort) return;
      var name = head.textContent, button = document.createElement("button");
      button.type = "button";
      button.textContent = name;
      head.replaceChildren(button);
      // The largest number and the latest day are looked for first.
      var downFirst = head.dataset.sort === "number";
      button.addEventListener("click", function () {
        var now = head.getAttribute("aria-sort");
        sorted(table, column, now ? now === "ascending" : downFirst);
        if (select) select.value = "";
      });
      if (select) {
        [false, true].forEach(function (down) {
          var option = document.createElement("option");
          option.value = column + (down ? "-" : "+");
          option.textContent = name + (downFirst ? (down ? ", most first" : ", least first") : (down ? ", last first" : ", first first"));
          select.append(option);
        });
      }
    });
    if (select) {
      var none = document.createElement("option");
      none.value = "";
      none.textContent = "As listed";
      select.prepend(none);
      select.value = "";
      select.addEventListener("input", function () {
        if (select.value) sorted(table, parseInt(select.value, 10), select.value.endsWith("-"));
      });
    }
  }

  all("form.tools").forEach(function (form) {
    form.hidden = false;
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    var controls = all("[data-filter]", form), list = document.getElementById(controls[0].dataset.filter);
    narrowed(list, controls);
    if (list.tagName === "TABLE") sortable(list);
  });
  all("form.find").forEach(function (form) { form.hidden = false; });

  // "/" goes to the search, as on many sites; never while somebody types.
  document.addEventListener("keydown", function (event) {
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    var box = document.getElementById("find");
    if (box && box.offsetParent) { box.focus(); box.select(); event.preventDefault(); }
  });

  var index = window.msptoolIndex, results = document.getElementById("results");
  if (!index || !results) return;
  document.getElementById("no-search").hidden = true;
  document.querySelector("form.search").hidden = false;

  var SHOWN = 50, KINDS = { clients: "Client", standards: "Standard", findings: "Finding", reviews: "Review" };

  function entry(kind, name, detail, url, more) {
    return { kind: kind, name: name, detail: detail, url: url, parts: [[8, words(name)], [3, words(detail)], [1, words(more)]] };
  }

  var entries = [];
  Object.keys(KINDS).forEach(function (kind) {
    index[kind].forEach(function (each) {
      if (kind !== "findings") { entries.push(entry(kind, each[0], each[1], each[2], each[3])); return; }
      var client = index.clients[each[0]], standard = index.standards[each[1]];
      var anchor = standard[2].replace(/^standards\/|\.html$/g, "");
      var detail = client[0] + ": " + each[2] + (each[3] ? ". " + each[3] : "");
      entries.push(entry(kind, standard[0], detail, client[2] + "#finding-" + anchor, standard[3]));
    });
  });

  // How well an entry answers: each word counts where it weighs most, a whole word twice; 0 where one is missing.
  function points(each, wanted) {
    var total = 0;
    for (var i = 0; i < wanted.length; i++) {
      var best = 0;
      each.parts.forEach(function (part) {
        part[1].forEach(function (word) {
          if (word === wanted[i]) best = Math.max(best, 2 * part[0]);
          else if (word.startsWith(wanted[i])) best = Math.max(best, part[0]);
        });
      });
      if (!best) return 0;
      total += best;
    }
    return total;
  }

  // The text as nodes, with what was looked for marked. Nothing of it is ever read as HTML.
  function marked(text, wanted) {
    var out = document.createDocumentFragment();
    text.split(/([\p{L}\p{N}\p{M}]+)/u).forEach(function (part) {
      var plain = folded(part), hit = wanted.some(function (word) { return plain.startsWith(word); });
      if (!hit) { out.append(part); return; }
      var mark = document.createElement("mark");
      mark.textContent = part;
      out.append(mark);
    });
    return out;
  }

  var box = document.getElementById("find"), status = document.getElementById("found-status");
  var form = box.form, more = document.createElement("button");
  more.type = "button";
  more.className = "more";
  more.hidden = true;
  results.after(more);

  function item(each, wanted) {
    var li = document.createElement("li"), kind = document.createElement("span"), div = document.createElement("div");
    var link = document.createElement("a"), detail = document.createElement("p");
    kind.className = "kind";
    kind.textContent = KINDS[each.kind];
    link.href = each.url;
    link.dir = detail.dir = "auto";
    link.append(marked(each.name, wanted));
    detail.append(marked(each.detail, wanted));
    div.append(link, detail);
    li.append(kind, div);
    return li;
  }

  function search() {
    var wanted = words(box.value), counts = { "": 0 }, chosen = form.elements["in"].value;
    var found = !wanted.length ? [] : entries.map(function (each, place) {
      return { points: points(each, wanted), place: place, entry: each };
    }).filter(function (hit) { return hit.points; });
    found.sort(function (one, other) { return other.points - one.points || one.place - other.place; });
    found.forEach(function (hit) {
      counts[""] += 1;
      counts[hit.entry.kind] = (counts[hit.entry.kind] || 0) + 1;
    });
    all("[data-count]", form).forEach(function (place) {
      place.textContent = wanted.length ? "(" + (counts[place.dataset.count] || 0) + ")" : "";
    });
    var shown = found.filter(function (hit) { return !chosen || hit.entry.kind === chosen; });
    function show(from) {
      var next = shown.slice(from, from + SHOWN).map(function (hit) { return item(hit.entry, wanted); });
      results.append.apply(results, next);
      var left = shown.length - from - next.length;
      more.hidden = left <= 0;
      more.textContent = "Show " + Math.min(left, SHOWN) + " more of " + left;
      return next;
    }
    results.replaceChildren();
    show(0);
    more.onclick = function () {
      var next = show(results.children.length);
      if (next.length) next[0].querySelector("a").focus();
    };
    status.textContent = !wanted.length ? "" : shown.length ? counted(shown.length, "result") : "Nothing has all of these words.";
  }

  function remember() {
    var query = new URLSearchParams();
    if (box.value) query.set("q", box.value);
    if (form.elements["in"].value) query.set("in", form.elements["in"].value);
    // Some browsers do not let a page from a folder change its address.
    try { history.replaceState(null, "", query.toString() ? "?" + query : location.pathname); } catch (error) { return; }
  }

  function links() { return all("a", results); }

  var asked = new URLSearchParams(location.search);
  box.value = asked.get("q") || "";
  all('input[name="in"]', form).forEach(function (radio) { radio.checked = radio.value === (asked.get("in") || ""); });
  form.addEventListener("input", function () { search(); remember(); });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    if (links().length) links()[0].focus();
  });
  box.addEventListener("keydown", function (event) {
    if (event.key === "ArrowDown" && links().length) { links()[0].focus(); event.preventDefault(); }
  });
  results.addEventListener("keydown", function (event) {
    var every = links(), place = every.indexOf(document.activeElement);
    if (event.key === "Escape") { box.focus(); box.select(); }
    else if (event.key === "ArrowDown" && place + 1 < every.length) every[place + 1].focus();
    else if (event.key === "ArrowUp") (place > 0 ? every[place - 1] : box).focus();
    else return;
    event.preventDefault();
  });
  search();
  box.focus();
})();
