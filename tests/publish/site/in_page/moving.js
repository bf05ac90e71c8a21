// How many elements move.
() => {
  const moves = (one) => {
    const style = getComputedStyle(one);
    const times = style.transitionDuration.split(',').map(parseFloat);
    return style.scrollBehavior === 'smooth' || times.some((time) => time > 0);
  };
  return [...document.querySelectorAll('*')].filter(moves).length;
};
