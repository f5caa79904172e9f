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
  const view = frame.contentWindow, result = {small: [], faint: [], overlaps: [], wide: [], scrolls: []};
  const picture = [...page.querySelectorAll(".hero svg")].filter(shown)[0];
  result.first = [...[...page.querySelectorAll(".verdict, .badge")].filter(shown), picture].filter(Boolean).map(box);
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
    const contrast = contrastOf(e, view);
    if (contrast < 4.5) result.faint.push(contrast.toFixed(2) + " " + e.textContent.trim().slice(0, 60));
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

// contrastOf is the contrast of an element's text with what it stands on (WCAG 2.2). What a picture writes on a mark is
// in the colour of the page, and is held to that of the marks elsewhere.
function contrastOf(e, view) {
  const picture = e.namespaceURI.endsWith("svg"), over = [];
  let opacity = 1;
  for (let up = e; up; up = up.parentElement) {
    const style = view.getComputedStyle(up), back = colourOf(style.backgroundColor);
    opacity *= parseFloat(style.opacity);
    if (back[3] > 0) over.push(back);
    if (back[3] === 1) break;
  }
  let under = view.matchMedia("(prefers-color-scheme: dark)").matches ? [13, 17, 23] : [255, 255, 255];
  for (const back of over.reverse()) under = mix(back, under, back[3]);
  const style = view.getComputedStyle(e), ink = colourOf(picture ? style.fill : style.color);
  if (picture && ink.slice(0, 3).every((x, i) => Math.abs(x - under[i]) < 2)) return Infinity;
  const [a, b] = [luminance(mix(ink, under, ink[3] * opacity)), luminance(under)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const mix = (over, under, part) => under.map((x, i) => part * over[i] + (1 - part) * x);

function colourOf(text) {
  const n = (text.match(/[\d.]+/g) || [0, 0, 0, 0]).map(Number);
  return [n[0], n[1], n[2], n.length > 3 ? n[3] : text.startsWith("rgb") ? 1 : 0];
}

function luminance(rgb) {
  const [r, g, b] = rgb.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
