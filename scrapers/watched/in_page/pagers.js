// Marks what may lead to page 2, the likeliest first; how many there are.
(rules) => {
  const found = [];
  const said = (one) => (one.value && one.tagName === "INPUT" ? one.value : one.textContent || "").replace(/\s+/g, "");
  const add = (one) => {
    if (!one.closest(rules.disabled) && !found.includes(one)) found.push(one);
  };
  for (const selector of rules.next_selectors) document.querySelectorAll(selector).forEach(add);
  const small = [...document.querySelectorAll("a, button, li, span, div, p, i, em, b, input[type=button]")].filter(
    (one) => said(one).length <= 8 && ![...one.children].some((child) => said(child) === said(one)),
  );
  for (const word of rules.next_words) small.filter((one) => said(one) === word).forEach(add);
  small.filter((one) => said(one) === rules.number && one.closest(rules.pager_names)).forEach(add);
  found.forEach((one, place) => one.setAttribute("data-watched", `next-${rules.first + place}`));
  return found.length;
};
