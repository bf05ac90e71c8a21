// Scrolls to the end, where some lists show more.
() => {
  const all = [document.scrollingElement, ...document.querySelectorAll("body *")];
  all.filter((one) => one && one.scrollHeight > one.clientHeight).forEach((one) => (one.scrollTop = one.scrollHeight));
  window.dispatchEvent(new Event("scroll"));
  return 1;
};
