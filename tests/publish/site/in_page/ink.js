// Dark pixels of a drawn page within a box in points; the page is 595 points wide.
(canvas, [x, y, width, height]) => {
  const scale = canvas.width / 595;
  const box = [x, y, width, height].map((value) => value * scale);
  const { data } = canvas.getContext('2d').getImageData(...box);
  let dark = 0;
  for (let at = 0; at < data.length; at += 4) dark += data[at] < 128;
  return dark;
};
