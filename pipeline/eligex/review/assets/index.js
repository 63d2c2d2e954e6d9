/* The list of trials: filtered, ordered and shown a page at a time, so that thousands stay quick. */
"use strict";

(() => {
  const $ = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const PAGE = 100;
  const trials = window.eligexTrials || [];
  const reviews = window.eligexReviews || {};
  const serve = document.body.dataset.serve === "yes";
  const [LINK, ID, TITLE, STATUS, LABELS] = [0, 1, 2, 3, 11];
  const low = trials.map((t) => `${t[ID]}\n${t[TITLE]}`.toLowerCase());
  let shown = [];
  let page = 0;

  const fields = ["find", "status", "label", "done", "sort"].map((id) => document.getElementById(id)).filter(Boolean);
  const boxes = all('input[name="eyes"]');

  function remember() {
    const state = { page, boxes: boxes.map((box) => box.checked) };
    for (const field of fields) state[field.id] = field.value;
    try {
      sessionStorage.setItem("eligex-index", JSON.stringify(state));
    } catch { /* storage may be off */ }
  }

  function recall() {
    try {
      const state = JSON.parse(sessionStorage.getItem("eligex-index"));
      if (!state) return;
      for (const field of fields) field.value = state[field.id] || "";
      boxes.forEach((box, i) => { box.checked = Boolean(state.boxes[i]); });
      page = state.page || 0;
    } catch { /* nothing to recall */ }
  }

  const value = (id) => {
    const field = document.getElementById(id);
    return field ? field.value : "";
  };

  function reviewed(number, want) {
    const mine = reviews[number] || { by: [], done: false };
    return want === "done" ? mine.done : want === "open" ? !mine.done : mine.by.length > 1;
  }

  function select() {
    const words = value("find").toLowerCase().split(/\s+/).filter(Boolean);
    const [status, label, done, sort] = ["status", "label", "done", "sort"].map(value);
    const eyes = boxes.filter((box) => box.checked).map((box) => Number(box.value));
    shown = [];
    trials.forEach((t, number) => {
      if (words.some((word) => !low[number].includes(word))) return;
      if (status && t[STATUS] !== status) return;
      if (label && !(t[LABELS] & (1 << Number(label)))) return;
      if (eyes.length && !eyes.some((column) => t[column] > 0)) return;
      if (done && !reviewed(number, done)) return;
      shown.push(number);
    });
    if (sort === "1") shown.sort((a, b) => (trials[a][ID] < trials[b][ID] ? -1 : trials[a][ID] > trials[b][ID] ? 1 : 0));
    else if (sort) shown.sort((a, b) => trials[b][Number(sort)] - trials[a][Number(sort)]);
  }

  function cell(row, text, name = "") {
    const td = row.insertCell();
    td.textContent = text;
    if (name) td.className = name;
    return td;
  }

  function fill(number) {
    const t = trials[number];
    const row = $("#trials tbody").insertRow();
    const link = document.createElement("a");
    link.href = `trials/${t[LINK]}`;
    link.textContent = t[ID] || "no id";
    cell(row, "").append(link);
    cell(row, t[TITLE]);
    const status = document.createElement("span");
    status.className = `status ${t[STATUS]}`;
    status.textContent = t[STATUS];
    cell(row, "").append(status);
    for (let column = 4; column <= 10; column += 1) cell(row, String(t[column]), t[column] ? "n" : "n zero");
    if (!serve) return;
    const review = reviews[number];
    cell(row, review ? review.by.join(", ") + (review.done ? " ✓ done" : "") : "");
  }

  function draw() {
    const pages = Math.max(1, Math.ceil(shown.length / PAGE));
    page = Math.min(Math.max(page, 0), pages - 1);
    $("#trials tbody").replaceChildren();
    shown.slice(page * PAGE, (page + 1) * PAGE).forEach(fill);
    $("#found").textContent = `${shown.length} of ${trials.length} trials`;
    $("#page").textContent = `page ${page + 1} of ${pages}`;
    $("#previous").disabled = page === 0;
    $("#next").disabled = page === pages - 1;
    remember();
  }

  function again() {
    page = 0;
    select();
    draw();
  }

  function turn(by) {
    page += by;
    draw();
    scrollTo(0, 0);
  }

  $("#filters").addEventListener("submit", (event) => event.preventDefault());
  $("#filters").addEventListener("reset", () => setTimeout(again));
  $("#filters").addEventListener("input", again);
  $("#previous").addEventListener("click", () => turn(-1));
  $("#next").addEventListener("click", () => turn(1));
  const who = $("#who");
  if (who) who.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch("api/reviewer", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ name: $("#reviewer").value }),
    });
    if (answer.ok) location.reload();
    else $("#found").textContent = (await answer.json()).error;
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") {
      event.preventDefault();
      $("#find").focus();
    } else if (event.key === "j" || event.key === "k") {
      const links = all("#trials a");
      const here = links.indexOf(document.activeElement);
      const next = links[Math.max(0, Math.min(links.length - 1, here + (event.key === "j" ? 1 : -1)))];
      if (next) next.focus();
    }
  });

  recall();
  select();
  draw();
})();
