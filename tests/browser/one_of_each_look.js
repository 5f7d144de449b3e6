// Give one element of each look: what has the same colors, size and weight, on the same ground, is as
// well or as badly told apart. Text in a picture is left out: axe can't tell what is behind it.
() => {
  const looks = new Map();
  const transparent = "rgba(0, 0, 0, 0)";

  const ground = (style, below) =>
    style.backgroundColor === transparent && style.backgroundImage === "none" && style.opacity === "1"
      ? below : [below, style.backgroundColor, style.backgroundImage, style.opacity].join();

  const speaks = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());

  const walk = (one, below, around) => {
    if (one.tagName === "svg" || !one.checkVisibility()) return;
    const style = getComputedStyle(one);
    const here = ground(style, below);
    const look = [
      here, around, style.color, style.fontSize, style.fontWeight, style.textDecorationLine, style.textShadow,
    ].join(" | ");
    if (speaks(one) && !looks.has(look)) looks.set(look, one);
    for (const child of one.children) walk(child, here, style.color);
  };

  walk(document.body, getComputedStyle(document.documentElement).backgroundColor, "");
  return [...looks.values()];
}
