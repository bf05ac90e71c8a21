// What assistive technology would miss on the present page.
() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const nameless = (one) => !(one.getAttribute('aria-label') || one.textContent).trim();
  return [
    ...['header', 'nav', 'main', 'footer'].filter((one) => !document.querySelector(one)).map((one) => `no ${one}`),
    ...(all('h1').length === 1 ? [] : [`${all('h1').length} h1`]),
    ...all('th:not([scope])').map((one) => `th without scope: ${one.textContent}`),
    ...all('table').filter((one) => !one.querySelector('th')).map(() => 'table without heads'),
    ...all('input, select').filter((one) => !one.labels.length).map((one) => `no label: ${one.id}`),
    ...all('a, button').filter(nameless).map((one) => `nameless: ${one.outerHTML.slice(0, 80)}`),
    ...all('[role=img], [role=region]')
      .filter((one) => !one.getAttribute('aria-label'))
      .map((one) => `nameless: ${one.outerHTML.slice(0, 80)}`),
  ];
};
