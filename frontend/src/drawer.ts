// The drawer: a link marked data-drawer opens beside the list on a wide screen, as a page on a phone.
import htmx from "htmx.org";

const WIDE = "(min-width: 992px)";

export function drawer(): void {
  const dialog = document.querySelector<HTMLDialogElement>("#drawer");
  if (!dialog) return;
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest<HTMLAnchorElement>("a[data-drawer]");
    if (link && matchMedia(WIDE).matches) {
      event.preventDefault();
      void open(dialog, link.href);
    }
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });
  dialog.addEventListener("close", () => dialog.querySelector("#drawer-body")?.replaceChildren());
}

async function open(dialog: HTMLDialogElement, address: string): Promise<void> {
  // htmx.ajax names the page's body as its target; the view must see the drawer's to send only a fragment.
  const headers = { "HX-Target": "drawer-body" };
  await htmx.ajax("GET", address, { target: "#drawer-body", swap: "innerHTML", headers });
  if (!dialog.open) dialog.showModal();
}
