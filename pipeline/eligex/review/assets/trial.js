/* A trial's page: hovering, focusing or selecting a constraint lights its evidence, and the reverse;
   filters; keys. decide.js, of the server alone, builds on `window.eligex`. */
"use strict";

(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const page = { data: null, chosen: null, $, all };
  window.eligex = page;

  /* Offsets of the data count code points, those of the document UTF-16 units. */
  let nodes = [];
  let wide = null;

  function readText() {
    page.data = JSON.parse($("#data").textContent);
    const walker = document.createTreeWalker($("#text"), NodeFilter.SHOW_TEXT);
    nodes = [];
    let at = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      nodes.push({ node, at });
      at += node.data.length;
    }
    page.text = nodes.map((item) => item.node.data).join("");
    wide = /[\ud800-\udbff]/.test(page.text) ? widePlaces(page.text) : null;
    page.length = wide ? wide.length - 1 : page.text.length;
  }

  function widePlaces(text) {
    const places = [];
    for (let at = 0; at < text.length; at += text.codePointAt(at) > 0xffff ? 2 : 1) places.push(at);
    places.push(text.length);
    return places;
  }

  page.units = (point) => (wide ? wide[point] : point);
  page.points = (unit) => {
    if (!wide) return unit;
    let low = 0;
    let high = wide.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (wide[middle] < unit) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  page.slice = (start, end) => page.text.slice(page.units(start), page.units(end));

  function placeOf(unit, ending) {
    let low = 0;
    let high = nodes.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (nodes[middle].at < unit || (nodes[middle].at === unit && !ending)) low = middle;
      else high = middle - 1;
    }
    const found = nodes[low];
    return found && [found.node, Math.min(unit - found.at, found.node.data.length)];
  }

  page.range = (start, end) => {
    const range = document.createRange();
    const from = placeOf(page.units(start), false);
    const to = placeOf(page.units(end), true);
    if (!from || !to) return null;
    range.setStart(...from);
    range.setEnd(...to);
    return range;
  };

  /* Extent of what is selected in the text, in code points. */
  page.selected = () => {
    const selection = getSelection();
    const text = $("#text");
    if (!selection.rangeCount || selection.isCollapsed || !text.contains(selection.anchorNode)) return null;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.selectNodeContents(text);
    before.setEnd(range.startContainer, range.startOffset);
    const start = before.toString().length;
    return trimmed(page.points(start), page.points(start + range.toString().length));
  };

  function trimmed(start, end) {
    const words = page.slice(start, end);
    const from = start + [...words].length - [...words.trimStart()].length;
    const to = end - ([...words].length - [...words.trimEnd()].length);
    return from < to ? { start: from, end: to } : null;
  }

  page.paint = (name, extents) => {
    if (!window.CSS || !CSS.highlights) return;
    const ranges = extents.map(([start, end]) => page.range(start, end)).filter(Boolean);
    if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
    else CSS.highlights.delete(name);
  };

  /* What belongs together: extents that overlap. */
  const overlaps = (a, b) => a[0] < b[1] && b[0] < a[1];
  const evidenceOf = (key) => (page.data.constraints[key] || page.data.regimens[key] || {}).evidence || [];
  const extentOf = (key) => {
    const span = page.data.spans[key];
    return span && [span.start, span.end];
  };

  function related(key) {
    if (page.data.spans[key]) {
      const own = extentOf(key);
      const near = { ...page.data.constraints, ...page.data.regimens };
      return Object.keys(near).filter((other) => near[other].evidence.some((e) => overlaps(e, own)));
    }
    const evidence = evidenceOf(key);
    return Object.keys(page.data.spans).filter((other) => evidence.some((e) => overlaps(e, extentOf(other))));
  }

  function light(keys) {
    all(".lit").forEach((element) => element.classList.remove("lit"));
    const extents = [];
    for (const key of keys) {
      for (const other of [key, ...related(key)]) mark(other);
      if (page.data.spans[key]) extents.push(extentOf(key));
      else extents.push(...evidenceOf(key));
    }
    page.paint("evidence", extents);
  }

  function mark(key) {
    all(`.m-${key}`).forEach((element) => element.classList.add("lit"));
    const button = document.getElementById(key);
    for (const element of [button, ...all(`[data-ref="${key}"]`)]) if (element) element.classList.add("lit");
  }

  const lightChosen = () => light(page.chosen ? [page.chosen] : []);

  function keysAt(target) {
    if (!(target instanceof Element)) return [];
    const button = target.closest(".k, .con, .ref");
    const key = button && (button.dataset.ref || button.id);
    if (button) return known(key) ? [key] : [];
    const word = target.closest("#text .w");
    if (!word) return [];
    const keys = all(".s:not(.off)", word).map((bar) => /(?:^| )m-(\S+)/.exec(bar.className)[1]);
    return [...new Set(keys)].filter(known);
  }

  const known = (key) =>
    key in page.data.spans || key in page.data.constraints || key in page.data.regimens;

  /* Selecting. A span's counterpart is brought into view, within its own column. */
  page.choose = (key, { focus = true, reveal = true } = {}) => {
    all('[aria-pressed="true"]').forEach((element) => element.setAttribute("aria-pressed", "false"));
    page.chosen = key;
    if (key) {
      const button = document.getElementById(key);
      button.setAttribute("aria-pressed", "true");
      if (focus) {
        rove(button);
        button.focus({ preventScroll: true });
        show(button);
      }
      if (reveal) revealOther(key);
    }
    lightChosen();
    document.dispatchEvent(new CustomEvent("eligex:chosen"));
  };

  function revealOther(key) {
    if (page.data.spans[key]) {
      const other = document.getElementById(related(key)[0]);
      if (other && !other.closest("[hidden]")) show(other);
    } else if (evidenceOf(key).length) {
      const [start, end] = [...evidenceOf(key)].sort((a, b) => a[0] - b[0])[0];
      const range = page.range(start, end);
      if (range) showRange(range);
    }
  }

  function show(element) {
    if (element.closest("#text")) {
      const range = document.createRange();
      range.selectNode(element);
      showRange(range, element.getBoundingClientRect());
    } else {
      element.scrollIntoView({ block: "nearest" });
    }
  }

  /* The text scrolls by itself: the page must not move when evidence is shown. */
  function showRange(range, box = range.getBoundingClientRect()) {
    const text = $("#text");
    const frame = text.getBoundingClientRect();
    if (box.top >= frame.top + 20 && box.bottom <= frame.bottom - 40) return;
    text.scrollTop += box.top - frame.top - text.clientHeight / 3;
  }

  /* One stop of the Tab key for all spans; j and k, and the arrow keys, go on from there. */
  function rove(button) {
    if (!button.classList.contains("k")) return;
    all('#text .k[tabindex="0"]').forEach((other) => other.setAttribute("tabindex", "-1"));
    button.setAttribute("tabindex", "0");
  }

  const seen = (element) => !element.classList.contains("off") && !element.closest("[hidden]");
  const spanButtons = () => all("#text .k").filter((k) => seen(k) && known(k.id));
  const rowButtons = () => all(".criteria .con").filter(seen);

  /* From the other column it goes to what belongs to the chosen thing, in its own to the next one. */
  function step(buttons, by) {
    if (!buttons.length) return;
    const place = (id) => buttons.findIndex((button) => button.id === id);
    const here = Math.max(place(page.chosen), buttons.indexOf(document.activeElement));
    const others = here < 0 && page.chosen ? related(page.chosen).map(place).filter((at) => at >= 0) : [];
    const fresh = by > 0 ? 0 : buttons.length - 1;
    const next = here >= 0 ? here + by : others.length ? Math.min(...others) : fresh;
    page.choose(buttons[Math.max(0, Math.min(buttons.length - 1, next))].id);
  }

  function nextNeedy() {
    const needy = all(".criterion").filter((k) => k.dataset.needs && !k.hidden);
    if (!needy.length) return;
    const here = needy.findIndex((k) => k.contains(document.activeElement));
    const next = needy[(here + 1) % needy.length];
    next.scrollIntoView({ block: "start" });
    const within = $(".con", next);
    if (within) page.choose(within.id);
    else $(".place", next).focus();
  }

  /* Filters, kept while the tab is open. */
  function filter() {
    const hidden = all("#legend input:not(:checked)").map((box) => box.value);
    all("#text .off").forEach((element) => element.classList.remove("off"));
    for (const label of hidden) all(`#text .l-${label}`).forEach((element) => element.classList.add("off"));
    const needs = all("#eyes input:checked").map((box) => box.value);
    const status = $("#state").value;
    const criteria = all(".criterion");
    for (const k of criteria) {
      const own = k.dataset.needs.split(" ");
      const wanted = !needs.length || needs.some((need) => own.includes(need));
      k.hidden = !wanted || (status !== "" && k.dataset.status !== status);
    }
    const shown = criteria.filter((k) => !k.hidden).length;
    $("#shown").textContent = shown === criteria.length ? "" : `${shown} of ${criteria.length} criteria shown`;
    page.filters = { hidden, needs, status };
    try {
      sessionStorage.setItem("eligex-trial", JSON.stringify(page.filters));
    } catch { /* storage may be off */ }
  }

  function restore(saved) {
    if (!saved) return;
    all("#legend input").forEach((box) => { box.checked = !saved.hidden.includes(box.value); });
    all("#eyes input").forEach((box) => { box.checked = saved.needs.includes(box.value); });
    $("#state").value = saved.status;
  }

  function stored() {
    try {
      return JSON.parse(sessionStorage.getItem("eligex-trial"));
    } catch {
      return null;
    }
  }

  /* The body of the page, once more after a decision. */
  page.fill = (markup) => {
    const scrolled = $("#text").scrollTop;
    $("main").innerHTML = markup;
    begin(page.filters);
    $("#text").scrollTop = scrolled;
  };

  function begin(filters) {
    readText();
    restore(filters);
    filter();
    all("#text .k").forEach((button) => {
      button.setAttribute("tabindex", "-1");
      if (known(button.id)) button.setAttribute("aria-pressed", "false");
    });
    const first = $("#text .k:not(.off)");
    if (first) first.setAttribute("tabindex", "0");
  }

  function measure() {
    const style = document.documentElement.style;
    const top = $(".top");
    const tools = $("#tools");
    const tall = getComputedStyle(top).position === "sticky" ? top.offsetHeight : 0;
    style.setProperty("--head", `${tall}px`);
    style.setProperty("--foot", `${tools ? tools.offsetHeight : 0}px`);
  }

  /* Keys. */
  page.keys = {
    j: () => step(spanButtons(), 1),
    k: () => step(spanButtons(), -1),
    n: () => step(rowButtons(), 1),
    p: () => step(rowButtons(), -1),
    f: nextNeedy,
    h: () => follow(".way a"),
    "[": () => follow('.way a[rel="prev"]'),
    "]": () => follow('.way a[rel="next"]'),
    "?": () => $("#keys").showModal(),
    Escape: () => page.choose(null),
  };

  function follow(selector) {
    const link = $(selector);
    if (link) link.click();
  }

  const typing = (target) =>
    target instanceof Element && Boolean(target.closest('input:not([type="checkbox"]), select, textarea, dialog'));

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || typing(event.target) || event.isComposing) return;
    if (page.capture && page.capture(event)) return event.preventDefault();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const within = event.target instanceof Element && event.target.classList.contains("k");
    const arrows = { ArrowRight: "j", ArrowDown: "j", ArrowLeft: "k", ArrowUp: "k" };
    const key = within && arrows[event.key] ? arrows[event.key] : event.key;
    if (!Object.hasOwn(page.keys, key)) return;
    event.preventDefault();
    page.keys[key]();
  });

  document.addEventListener("mouseover", (event) => {
    const keys = keysAt(event.target);
    if (keys.length) light(keys);
    else lightChosen();
  });
  document.addEventListener("focusin", (event) => {
    const keys = keysAt(event.target);
    if (keys.length && event.target.matches(".k, .con, .ref")) light(keys);
  });
  document.addEventListener("click", (event) => {
    const place = event.target.closest("a.place");
    if (place) return reach(event, place);
    const reference = event.target.closest(".ref");
    if (reference) {
      event.preventDefault();
      return page.choose(reference.dataset.ref);
    }
    const button = event.target.closest(".k, .con");
    if (button && known(button.id)) return page.choose(page.chosen === button.id ? null : button.id);
    const word = event.target.closest("#text .w");
    if (word && getSelection().isCollapsed && keysAt(word).length) page.choose(keysAt(word).at(-1));
  });
  document.addEventListener("change", (event) => {
    if (event.target.closest("#legend, #eyes, .bar")) filter();
  });

  function reach(event, link) {
    const place = document.getElementById(link.hash.slice(1));
    if (!place) return;
    event.preventDefault();
    show(place);
    if (place.classList.contains("k")) place.focus({ preventScroll: true });
  }

  $("#help").addEventListener("click", page.keys["?"]);
  $("#legend").addEventListener("submit", (event) => event.preventDefault());
  addEventListener("resize", measure);
  if (window.ResizeObserver) new ResizeObserver(measure).observe($(".top"));
  begin(stored());
  measure();
})();
