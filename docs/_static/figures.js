// A click or tap on a figure opens it alone, where a phone can enlarge it.
for (const figure of document.querySelectorAll(".cell_output img")) {
  const link = document.createElement("a");
  link.href = figure.src;
  link.title = "Open this figure alone";
  figure.replaceWith(link);
  link.append(figure);
}
