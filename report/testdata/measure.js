// Measures the pages in the frames of this page, and writes what it found as JSON for a test to read.
addEventListener("load", async () => {
  const found = [];
  for (const frame of document.querySelectorAll("iframe")) {
    const page = frame.contentDocument;
    await page.fonts.ready;
    found.push({page: frame.title, width: frame.clientWidth, height: frame.clientHeight, ...measure(page, frame)});
  }
  const out = document.createElement("pre");
  out.id = "found";
  out.textContent = JSON.stringify(found);
  document.body.append(out);
});

const shown = e => e.checkVisibility() && e.getClientRects().length > 0;
const box = e => { const r = e.getBoundingClientRect(); return {l: r.left, t: r.top, r: r.right, b: r.bottom}; };

function measure(page, frame) {
  const view = frame.contentWindow, result = {small: [], overlaps: [], wide: [], scrolls: []};
  const picture = [...page.querySelectorAll(".hero svg")].filter(shown)[0];
  result.first = [...page.querySelectorAll(".verdict, .badge"), picture].filter(Boolean).map(box);
  result.pictures = [...page.querySelectorAll("svg.chart")].filter(shown).length;
  for (const e of page.body.querySelectorAll("*")) {
    if (!shown(e) || e.closest(".aside")) continue;
    if (box(e).r > view.innerWidth + 0.5 && !e.closest(".scroll")) result.wide.push(e.outerHTML.slice(0, 120));
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    let size = parseFloat(view.getComputedStyle(e).fontSize);
    if (e.namespaceURI.endsWith("svg")) {
      if (e.tagName !== "text") continue;
      size *= e.getScreenCTM().a;
    }
    if (size < 11) result.small.push(size.toFixed(1) + " " + e.textContent.slice(0, 60));
  }
  for (const e of page.querySelectorAll(".scroll")) {
    if (shown(e) && e.scrollWidth > e.clientWidth + 1) result.scrolls.push(e.getAttribute("aria-label"));
  }
  for (const svg of page.querySelectorAll("svg.chart")) {
    const texts = [...svg.querySelectorAll("text")].filter(shown).map(e => ({text: e.textContent, ...box(e)}));
    texts.forEach((a, i) => texts.slice(i + 1).forEach(b => {
      const x = Math.min(a.r, b.r) - Math.max(a.l, b.l), height = Math.min(a.b - a.t, b.b - b.t);
      const y = Math.min(a.b, b.b) - Math.max(a.t, b.t);
      if (x > 1 && y > height * 0.3) result.overlaps.push(svg.getAttribute("aria-labelledby") + ": " + a.text + " | " + b.text);
    }));
  }
  return result;
}
