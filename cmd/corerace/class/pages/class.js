// What the pages of a class do beyond forms and links: they show what has changed, and send an answer again until it is
// kept. Without this file they still work, by loading them again.
"use strict";
(() => {
  const status = document.getElementById("link");
  const words = status.dataset; // what this file says, in the language of the page
  const say = text => { if (status.textContent !== text) status.textContent = text; };

  // One stream a page, and none of a page that nobody sees: by HTTP/1.1 a browser has six connections to a host.
  let address = document.body.dataset.stream;
  let source = null;
  const listen = () => {
    if (!address || source || document.hidden) return;
    source = new EventSource(address);
    source.onopen = () => say("");
    source.onerror = () => {
      say(words.lost);
      if (source && source.readyState === EventSource.CLOSED) { // refused, as by a server that is starting
        source = null;
        setTimeout(listen, 2000);
      }
    };
    for (const kind of ["wall", "step", "cores", "race", "measuring", "go"]) source.addEventListener(kind, e => on[kind](e.data));
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && source) { source.close(); source = null; }
    listen();
  });
  addEventListener("pagehide", () => { if (source) { source.close(); source = null; } });
  addEventListener("pageshow", listen);

  // replace puts new content in place of old, and leaves what is open open and the focus where it was.
  const replace = (old, html) => {
    const open = [...old.querySelectorAll("details[open]")].map(d => d.id);
    const active = document.activeElement;
    const at = active && old.contains(active) ? active.id || (active.name && active.value ? `[name="${active.name}"][value="${active.value}"]` : "") : "";
    const chosen = old.querySelector("select") && old.querySelector("select") === active;
    if (chosen) return; // somebody is choosing
    old.innerHTML = html;
    for (const id of open) { const d = document.getElementById(id); if (d) d.open = true; }
    if (at) { const again = at[0] === "[" ? old.querySelector(at) : document.getElementById(at); if (again) again.focus(); }
  };

  let step = document.body.dataset.step || null; // of the page as it was drawn
  const reload = async () => {
    try {
      const got = await fetch(location.href, {headers: {Accept: "text/html"}});
      if (!got.ok) throw new Error(got.status);
      const page = new DOMParser().parseFromString(await got.text(), "text/html");
      replace(document.querySelector("main"), page.querySelector("main").innerHTML);
      address = page.body.dataset.stream; // none once the class has ended
      if (!address && source) { source.close(); source = null; say(""); }
    } catch { setTimeout(reload, 1000 + 1000 * Math.random()); }
  };
  const on = {
    wall: html => { const live = document.getElementById("live"); if (live && live.innerHTML !== html) replace(live, html); },
    step: n => { if (step !== n) { step = n; reload(); } },
    cores: text => cores(JSON.parse(text)),
    measuring: html => { const at = document.getElementById("measuring"); if (at) replace(at, html); },
    go: to => { if (to.startsWith("/lesson/")) location.assign(to); }, // a screen of its own, which is read from its beginning
    race: html => { const race = document.getElementById("race"); if (race) replace(race, html); },
  };

  // The live cores: a bar and the last minute of each.
  const past = [];
  const cores = busy => {
    past.push(busy);
    if (past.length > 120) past.shift();
    busy.forEach((x, i) => {
      const li = document.getElementById("core-" + i);
      if (!li) return;
      li.querySelector(".value").textContent = x < 0 ? "offline" : Math.round(100 * Math.min(x, 1)) + " %";
      li.querySelector("rect").setAttribute("width", Math.max(0, 100 * Math.min(x, 1)));
      const from = 120 - past.length;
      li.querySelector("polyline").setAttribute("points",
        past.map((p, n) => `${from + n},${(40 - 38 * Math.max(0, Math.min(p[i] ?? 0, 1))).toFixed(1)}`).join(" "));
    });
    const sum = document.getElementById("cores-sum");
    if (sum) sum.textContent = busy.filter(x => x >= 0).reduce((a, b) => a + Math.min(b, 1), 0).toFixed(1);
  };

  // An answer is in the browser's own store until it is acknowledged, and is sent again by itself.
  // Each student of each class has a shelf of their own: a browser may be another's in the next lesson. Several tabs have
  // one together, so what is sent is taken off it by its key.
  const shelf = "corerace-answers " + (document.body.dataset.shelf || "");
  const kept = () => { try { return JSON.parse(localStorage.getItem(shelf)) || []; } catch { return []; } };
  const keep = list => { try { localStorage.setItem(shelf, JSON.stringify(list)); } catch { } };
  const final = [409, 410, 413, 422]; // by which the class says that it never takes this
  let sending = false;
  const send = async () => {
    if (sending) return;
    sending = true;
    for (let list = kept(); list.length; list = kept()) {
      const one = list[0];
      let status = 0, got = {};
      try {
        const answer = await fetch("/answer", {method: "POST", headers: {Accept: "application/json"}, body: new URLSearchParams(one)});
        got = await answer.json(); // what isn't of the class, as a network's page of login, isn't JSON
        status = answer.status;
      } catch { }
      const done = status === 200 && got.ok === true;
      if (!done && !(final.includes(status) && got.text)) {
        say(words.resent);
        await new Promise(r => setTimeout(r, 1000 + 1000 * Math.random()));
        continue;
      }
      keep(kept().filter(x => x.key !== one.key));
      say("");
      const said = document.querySelector(".kept");
      if (said) said.textContent = done ? words.kept : words.nottaken + " " + got.text;
      const button = document.querySelector("form[data-keep] button");
      if (button && done) button.textContent = words.change;
    }
    sending = false;
  };
  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map(b => b.toString(16).padStart(2, "0")).join("");
  document.addEventListener("submit", async e => {
    const form = e.target;
    if (form.dataset.sure && !confirm(form.dataset.sure)) { e.preventDefault(); return; }
    if ("keep" in form.dataset) {
      e.preventDefault();
      const data = new FormData(form);
      data.set("key", newKey());
      keep([...kept(), Object.fromEntries(data)]);
      const said = document.querySelector(".kept");
      if (said) said.textContent = words.sending;
      send();
    } else if (form.classList.contains("controls") && address) {
      e.preventDefault();
      const data = new FormData(form, e.submitter);
      try {
        const got = await fetch(form.action, {method: "POST", headers: {Accept: "application/json"}, body: new URLSearchParams(data)});
        say(got.ok ? "" : (await got.json()).text || words.failed);
      } catch { say(words.notarrived); }
    }
  });
  send();
  listen();
})();
