/* Deciding, on pages of the review server: what is selected is accepted, rejected or changed, each decision
   sent at once; the server answers with the page's new body. */
"use strict";

(() => {
  const page = window.eligex;
  const { $, all } = page;
  const reviewer = document.body.dataset.reviewer;
  const address = `../api/trials/${document.body.dataset.page}/decisions`;
  let busy = false;
  let extent = null;

  const span = () => page.data.spans[page.chosen];
  const constraint = () => page.data.constraints[page.chosen];
  const asObject = ({ label, start, end, negated }) => ({ label, start, end, negated });

  function say(text, bad = false) {
    const message = $("#message");
    message.textContent = text;
    message.classList.toggle("bad", bad);
  }

  async function send(decision, done) {
    if (busy) return;
    busy = true;
    const chosen = page.chosen && (span() || constraint() || {}).id;
    try {
      const answer = await fetch(address, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ reviewer, text_sha256: page.data.text_sha256, decision }),
      });
      const body = await answer.json();
      if (!answer.ok) return say(body.error, true);
      page.fill(body.body);
      choose(decision.action === "add" ? body.target : chosen);
      say(done);
    } catch (error) {
      say(`Not kept: the server does not answer (${error.message})`, true);
    } finally {
      busy = false;
    }
  }

  /* The same span or constraint, by its id, in the new body. */
  function choose(id) {
    const everything = { ...page.data.spans, ...page.data.constraints };
    const key = id && Object.keys(everything).find((other) => everything[other].id === id);
    page.choose(key || null, { reveal: false });
  }

  function onSpan(action, after, done) {
    const { id, ...own } = span();
    send({ kind: "entity", action, id, before: asObject(own), ...(after && { after: { ...asObject(own), ...after } }) }, done);
  }

  const verdict = (action, done) => () => {
    if (span()) return onSpan(action, null, done);
    if (constraint()) {
      const { id, object } = constraint();
      return send({ kind: "constraint", action, id, before: object }, done);
    }
    return say("Select a span or a constraint first.", true);
  };

  function needSpan() {
    if (span()) return true;
    say("Select a span first.", true);
    return false;
  }

  /* Labels. */
  function askLabel(start, end, then) {
    const dialog = $("#labels");
    $("#labels-of").textContent = `“${page.slice(start, end)}”`;
    dialog.returnValue = "";
    dialog.onclose = () => {
      if (dialog.returnValue) then(dialog.returnValue);
    };
    dialog.showModal();
  }

  $("#labels").addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const button = all("#labels .choices button").find((b) => $("kbd", b) && $("kbd", b).textContent === event.key);
    if (button) {
      event.preventDefault();
      button.click();
    }
  });

  function relabel() {
    if (!needSpan()) return;
    const { start, end } = span();
    askLabel(start, end, (label) => onSpan("relabel", { label }, `Label: ${label}.`));
  }

  /* Bounds: what is selected in the text, or set by keys. */
  function rebound() {
    if (!needSpan()) return;
    const chosen = page.selected();
    if (chosen) onSpan("rebound", chosen, "Bounds set to the selection.");
    else begin(span().start, span().end, (found) => onSpan("rebound", found, "Bounds set."));
  }

  function add() {
    const chosen = page.selected();
    const put = ({ start, end }) =>
      askLabel(start, end, (label) =>
        send({ kind: "entity", action: "add", after: { label, start, end, negated: false } }, `Added: ${label}.`));
    if (chosen) return put(chosen);
    const from = word(span() ? span().end : 0);
    return begin(from.start, from.end, put);
  }

  /* The first word or sign from a place on. */
  function word(at) {
    const text = [...page.text];
    let start = Math.min(at, text.length - 1);
    while (start < text.length - 1 && sort(text[start]) === "blank") start += 1;
    return { start, end: Math.max(start + 1, jump(start, 1, true, false)) };
  }

  function begin(start, end, then) {
    extent = { start, end, then };
    showExtent();
  }

  function showExtent() {
    const { start, end } = extent;
    page.paint("extent", [[start, end]]);
    const range = page.range(start, end);
    const frame = $("#text").getBoundingClientRect();
    const box = range.getBoundingClientRect();
    if (box.top < frame.top || box.bottom > frame.bottom) $("#text").scrollTop += box.top - frame.top - 60;
    say(`“${page.slice(start, end)}” — ← → end, Shift ← → start, Ctrl by words, Enter keeps, Esc leaves`);
  }

  function finish() {
    page.paint("extent", []);
    extent = null;
    say("");
  }

  const sort = (character) =>
    character === undefined || /\s/.test(character) ? "blank" : /[\p{L}\p{N}]/u.test(character) ? "word" : "sign";

  /* The next place for an end (or a start) of an extent; `wordwise`, where a word or a sign ends (begins). */
  function jump(at, by, wordwise, starting) {
    const text = [...page.text];
    const stops = (place) => {
      const [left, right] = [sort(text[place - 1]), sort(text[place])];
      return left !== right && (starting ? right : left) !== "blank";
    };
    let place = at + by;
    while (wordwise && place > 0 && place < text.length && !stops(place)) place += by;
    return Math.max(0, Math.min(page.length, place));
  }

  page.capture = (event) => {
    if (!extent) return false;
    if (event.key === "Escape") finish();
    else if (event.key === "Enter") {
      const { start, end, then } = extent;
      finish();
      then({ start, end });
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      const by = event.key === "ArrowRight" ? 1 : -1;
      if (event.shiftKey) extent.start = Math.min(extent.end - 1, jump(extent.start, by, event.ctrlKey, true));
      else extent.end = Math.max(extent.start + 1, jump(extent.end, by, event.ctrlKey, false));
      showExtent();
    } else return ["Shift", "Control"].includes(event.key);
    return true;
  };

  /* Corrections of a constraint. */
  const PARTS = ["range", "duration", "window"];
  const form = $("#correction form");
  const field = (name) => form.elements[name];

  function correct() {
    if (!constraint()) return say("Select a constraint first.", true);
    const { id, object } = constraint();
    $("#correction-id").textContent = id;
    $("#correction-words").textContent = document.getElementById(page.chosen).title;
    $("#correction-error").hidden = true;
    for (const name of ["requirement", "kind", "value", "applies_to"]) field(name).value = object[name] ?? "";
    field("subject.name").value = object.subject.name ?? "";
    field("negated").checked = object.negated;
    field("qualifiers").value = object.qualifiers.join("\n");
    for (const part of PARTS) show(part, object[part]);
    $("#correction").returnValue = "";
    $("#correction").showModal();
    const first = PARTS.find((part) => object[part]);
    (first ? field(`${first}.${object[first].low === null ? "high" : "low"}`) : field("requirement")).focus();
    return undefined;
  }

  const own = (part) => [...form.elements].filter((e) => e.name.startsWith(`${part}.`)).map((e) => e.name.split(".")[1]);

  function show(part, value) {
    for (const name of own(part)) {
      const input = field(`${part}.${name}`);
      if (name.endsWith("_inclusive")) input.value = String(value ? value[name] ?? true : true);
      else input.value = value ? value[name] ?? "" : "";
    }
  }

  /* The part as the form has it, on the ground of what was there; null where it is empty. */
  function read(part, before) {
    const found = { ...before };
    for (const name of own(part)) {
      const text = field(`${part}.${name}`).value.trim();
      if (name === "low" || name === "high") found[name] = text === "" ? null : number(text);
      else if (!name.endsWith("_inclusive")) found[name] = text || null;
    }
    for (const side of ["low", "high"]) {
      const said = found[side] === null ? null : field(`${part}.${side}_inclusive`).value === "true";
      found[`${side}_inclusive`] = said;
    }
    if (found.low !== null && found.high !== null && found.low > found.high) throw new Error(`${part}: the lower bound is above the upper one`);
    const empty = own(part).every((name) => name.endsWith("_inclusive") || found[name] === null);
    return empty ? null : found;
  }

  function number(text) {
    const value = Number(text);
    if (!Number.isFinite(value)) throw new Error(`“${text}” is no number`);
    return value;
  }

  function corrected(object) {
    const after = {
      requirement: field("requirement").value || null,
      kind: field("kind").value,
      value: field("value").value.trim() || null,
      applies_to: field("applies_to").value.trim() || null,
      negated: field("negated").checked,
      qualifiers: field("qualifiers").value.split("\n").map((line) => line.trim()).filter(Boolean),
      subject: { ...object.subject, name: field("subject.name").value.trim() || null },
    };
    for (const part of PARTS) after[part] = read(part, object[part]);
    const same = (name) => JSON.stringify(after[name]) === JSON.stringify(object[name]);
    return Object.fromEntries(Object.entries(after).filter(([name]) => !same(name)));
  }

  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.value !== "save") return;
    const { id, object } = constraint();
    let after;
    try {
      after = corrected(object);
    } catch (error) {
      event.preventDefault();
      $("#correction-error").textContent = error.message;
      $("#correction-error").hidden = false;
      return;
    }
    if (!Object.keys(after).length) return say("Nothing was changed.");
    const before = { evidence: object.evidence };
    for (const name of Object.keys(after)) before[name] = object[name];
    send({ kind: "constraint", action: "correct", id, before, after }, `Corrected: ${Object.keys(after).join(", ")}.`);
  });

  const actions = {
    accept: verdict("accept", "Accepted."),
    reject: verdict("reject", "Rejected."),
    relabel,
    rebound,
    negate: () => needSpan() && onSpan("negate", { negated: !span().negated }, span().negated ? "Not negated." : "Negated."),
    correct,
    add,
    undo: () => send({ kind: "decision", action: "undo" }, "Undone."),
    done: () => send({ kind: "trial", action: "done" }, "Marked done."),
  };
  const keys = { a: "accept", x: "reject", l: "relabel", b: "rebound", g: "negate", e: "correct", i: "add", u: "undo", d: "done" };
  for (const [key, action] of Object.entries(keys)) page.keys[key] = actions[action];
  page.keys.c = () => $("#diff").click();

  $("#tools").addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) actions[button.dataset.do]();
  });
  /* A click would take the selection that it is about. */
  $("#tools").addEventListener("mousedown", (event) => {
    if (event.target.closest("[data-do]")) event.preventDefault();
  });

  function describe() {
    const chosen = $("#chosen");
    const can = { relabel: span(), rebound: span(), negate: span(), correct: constraint(), accept: span() || constraint() };
    can.reject = can.accept;
    for (const [action, possible] of Object.entries(can)) $(`[data-do="${action}"]`).disabled = !possible;
    if (span()) {
      const { label, start, end, negated, source, name } = span();
      chosen.textContent = `${label}${negated ? ", negated" : ""}: “${page.slice(start, end)}” ${start}–${end}${name ? ` = ${name}` : ""} (${source})`;
    } else if (page.chosen) {
      chosen.textContent = document.getElementById(page.chosen).title || document.getElementById(page.chosen).textContent.trim();
    } else {
      chosen.textContent = "Nothing selected: j next span, n next constraint, ? all keys";
    }
  }

  document.addEventListener("eligex:chosen", describe);
  describe();
})();
