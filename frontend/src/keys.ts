// "/" goes to the search box; j and k walk the rows of a list, Enter opens the row.
export function keys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "/") focus(event, document.querySelector<HTMLElement>("input[type=search]"));
    if (event.key === "j") focus(event, neighbour(1));
    if (event.key === "k") focus(event, neighbour(-1));
  });
}

function typing(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches("input, select, textarea, [contenteditable]");
}

function focus(event: KeyboardEvent, element: HTMLElement | null | undefined): void {
  if (!element) return;
  event.preventDefault();
  element.focus();
}

function neighbour(step: 1 | -1): HTMLElement | undefined {
  const links = [...document.querySelectorAll<HTMLElement>("a[data-row]")];
  const now = links.findIndex((link) => link === document.activeElement);
  return now < 0 ? links[0] : links[now + step];
}
