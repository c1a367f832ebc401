// A click, a tap, Enter or Space on a figure shows it at its own size, the only one at which a phone's
// reader can tell its panels apart. A picture that is a link stays that link.
const dialog = document.createElement("dialog");
dialog.className = "enlarged";
dialog.innerHTML = '<form method="dialog"><button>Close</button><img></form>';
const picture = dialog.querySelector("img");
// What is in the dialog covers it, so that only a click beside it meets the dialog itself.
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
document.body.append(dialog);

for (const figure of document.querySelectorAll(".bd-article img:not(a img)")) {
  const button = document.createElement("button");
  button.className = "enlarge";
  button.title = "Enlarge";
  button.setAttribute("aria-haspopup", "dialog");
  figure.replaceWith(button);
  button.append(figure);
  button.addEventListener("click", () => {
    button.focus(); // Safari does not at a click, and the focus returns to where it was
    picture.src = figure.src;
    picture.alt = figure.alt;
    dialog.setAttribute("aria-label", figure.alt);
    dialog.showModal();
    dialog.scrollTo(0, 0);
  });
}
