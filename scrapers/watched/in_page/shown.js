// What the frame shows: its text, and its links with tooltip and text.
() => ({
  text: document.body ? document.body.innerText : "",
  links: [...document.querySelectorAll("a[href]")]
    .filter((one) => /^https?:/.test(one.href))
    .slice(0, 1000)
    .map((one) => [one.href, one.title || "", (one.innerText || one.textContent || "").trim()]),
});
