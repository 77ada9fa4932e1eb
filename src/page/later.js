// Brings in what the first view does not show (tools/page.py): its styles, then its parts, each in the place that is marked
// for it. JavaScript because it happens while Python is on its way.

const { site } = window.aluo;
const at = (path) => new URL(path, document.baseURI).href;

export async function lay() {
  const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: at(site.static.page + "later.css") });
  const styled = new Promise((resolve, reject) => Object.assign(sheet, { onload: resolve, onerror: reject }));
  document.head.append(sheet);
  const response = await fetch(at(site.static.page + "later.html"));
  if (!response.ok) throw new Error(String(response.status));
  const holder = document.createElement("template");
  holder.innerHTML = await response.text();
  await styled;
  const places = document.querySelectorAll("template.later");
  [...holder.content.children].forEach((part, index) => places[index].replaceWith(part.content));
}
