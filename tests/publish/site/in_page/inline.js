async () => {
  // What injected markup would try: a script, a handler, and an address that tells another host.
  const blocked = new Set();
  document.addEventListener('securitypolicyviolation', (event) => blocked.add(event.effectiveDirective));
  const script = document.createElement('script');
  script.textContent = 'window.ranScript = true';
  document.body.append(script);
  const box = document.createElement('div');
  box.innerHTML = '<img src="http://evil.invalid/x" onerror="window.ranHandler = true">';
  document.body.append(box);
  await new Promise((done) => setTimeout(done, 200));
  return { script: Boolean(window.ranScript), handler: Boolean(window.ranHandler), blocked: [...blocked].sort() };
};
