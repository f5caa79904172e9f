// What the pages of a class do beyond forms and links: they show what has changed, and send an answer again until it is
// kept. Without this file they still work, by loading them again.
"use strict";
(() => {
  const status = document.getElementById("link");
  const say = text => { if (status.textContent !== text) status.textContent = text; };

  // One stream a page, and none of a page that nobody sees: by HTTP/1.1 a browser has six connections to a host.
  const address = document.body.dataset.stream;
  let source = null;
  const listen = () => {
    if (!address || source || document.hidden) return;
    source = new EventSource(address);
    source.onopen = () => say("");
    source.onerror = () => {
      say("The connection is lost. This page goes on by itself when it is back.");
      if (source && source.readyState === EventSource.CLOSED) { // refused, as by a server that is starting
        source = null;
        setTimeout(listen, 2000);
      }
    };
    for (const kind of ["wall", "step", "cores", "race"]) source.addEventListener(kind, e => on[kind](e.data));
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

  let step = null;
  const reload = async () => {
    try {
      const got = await fetch(location.href, {headers: {Accept: "text/html"}});
      if (!got.ok) throw new Error(got.status);
      const page = new DOMParser().parseFromString(await got.text(), "text/html");
      replace(document.querySelector("main"), page.querySelector("main").innerHTML);
    } catch { setTimeout(reload, 1000 + 1000 * Math.random()); }
  };
  const on = {
    wall: html => { const live = document.getElementById("live"); if (live && live.innerHTML !== html) replace(live, html); },
    step: n => { if (step !== n) { const first = step === null; step = n; if (!first || document.body.dataset.stale) reload(); } },
    cores: text => cores(JSON.parse(text)),
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
  const shelf = "corerace-answers";
  const kept = () => { try { return JSON.parse(localStorage.getItem(shelf)) || []; } catch { return []; } };
  const keep = list => { try { localStorage.setItem(shelf, JSON.stringify(list)); } catch { } };
  let sending = false;
  const send = async () => {
    if (sending) return;
    sending = true;
    for (let list = kept(); list.length; list = kept()) {
      let status = 0, text = "";
      try {
        const got = await fetch("/answer", {method: "POST", headers: {Accept: "application/json"}, body: new URLSearchParams(list[0])});
        status = got.status;
        if (!got.ok) text = (await got.json()).text || "";
      } catch { }
      if (status === 0 || status === 429 || status === 503) {
        say("Your answer isn't kept yet: it is sent again by itself.");
        await new Promise(r => setTimeout(r, 1000 + 1000 * Math.random()));
        continue;
      }
      keep(kept().slice(1));
      say("");
      const said = document.querySelector(".kept");
      if (said) said.textContent = status < 300 ? "✓ Your answer is kept. You can change it until the reveal." : "Not taken: " + text;
      const button = document.querySelector("form[data-keep] button");
      if (button && status < 300) button.textContent = "Change my answer";
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
      if (said) said.textContent = "Sending…";
      send();
    } else if (form.classList.contains("controls") && address) {
      e.preventDefault();
      const data = new FormData(form, e.submitter);
      try {
        const got = await fetch(form.action, {method: "POST", headers: {Accept: "application/json"}, body: new URLSearchParams(data)});
        say(got.ok ? "" : (await got.json()).text || "That didn't work.");
      } catch { say("That didn't arrive. Try again when the connection is back."); }
    }
  });
  send();
  listen();
})();
