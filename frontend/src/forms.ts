// Forms: no double submission, a print button, and the filters' button that only pages without script need.
export function forms(): void {
  document.documentElement.classList.add("scripted");
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
  });
  // A page that comes back from the browser's cache may be sent again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sent]")) delete form.dataset.sent;
  });
  // What was refused is read next.
  document.addEventListener("htmx:after:swap", () => {
    const refused = document.querySelector<HTMLElement>("#messages .refusal, main [aria-invalid=true]");
    refused?.focus();
  });
  // A line that is down says nothing by itself.
  document.addEventListener("htmx:error", () => {
    const messages = document.querySelector<HTMLElement>("#messages[data-lost]");
    const alert = document.createElement("div");
    alert.className = "alert alert-danger";
    alert.role = "alert";
    alert.textContent = messages?.dataset.lost ?? "";
    messages?.replaceChildren(alert);
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-print]")) window.print();
  });
}
