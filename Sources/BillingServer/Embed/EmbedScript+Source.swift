extension EmbedScript {
    /// Plain JavaScript that runs as it stands.
    static let source = #"""
        (() => {
          "use strict";
          if (customElements.get("tollgate-billing")) return;

          const LIMIT = 15000;
          const base = document.currentScript.src.replace(/\/embed\/v1\/tollgate\.js.*$/, "");
          /* What the browser's Back brings to life again. */
          const live = new Set();

          const sheet = new CSSStyleSheet();
          sheet.replaceSync(`
          :host { display: block }
          :host([hidden]) { display: none }
          * { box-sizing: border-box }
          p { margin: 0 }
          .card, .notice, .notice > div { display: grid; gap: .75rem }
          .card, .notice { padding: var(--tollgate-padding, 1.25rem); border: 1px solid var(--tollgate-line, #8888);
            border-radius: var(--tollgate-radius, .75rem) }
          .notice { border-left-width: .3125rem }
          .button ~ .notice, .button ~ .actions { margin-top: .75rem }
          .heading, .actions { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center }
          .title { font-weight: 650 }
          .badge { padding: 0 .5rem; font-size: .875em; border: 1px solid; border-radius: 1rem }
          .button { display: inline-flex; align-items: center; justify-content: center; min-height: 2.75rem; min-width: 2.75rem;
            padding: .5rem 1.125rem; font: inherit; font-weight: 600; text-decoration: none; cursor: pointer; color: inherit;
            background: none; border: 1px solid; border-radius: var(--tollgate-button-radius, .5rem) }
          .primary { color: var(--tollgate-on-accent, #fff); background: var(--tollgate-accent, #2456c7);
            border-color: var(--tollgate-accent, #2456c7) }
          [aria-disabled=true] { cursor: progress }
          :focus-visible { outline: .1875rem solid var(--tollgate-focus, currentColor); outline-offset: .125rem }
          .spinner { width: 1em; height: 1em; margin-right: .5rem; border: .15em solid; border-right-color: transparent;
            border-radius: 50%; animation: turn .8s linear infinite }
          .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
          @keyframes turn { to { transform: rotate(1turn) } }
          @media (prefers-reduced-motion: reduce) { .spinner { animation: none } }`);

          const make = (tag, name, part, ...children) => {
            const element = document.createElement(tag);
            element.className = name;
            if (part) element.setAttribute("part", part);
            element.append(...children.filter(child => child));
            return element;
          };

          class Failure extends Error {
            constructor(code, message, reference) {
              super(message.title);
              Object.assign(this, { code, text: message.text, canRetry: message.can_retry, reference });
            }
          }

          const late = () => new Failure("timeout", {
            title: "This takes longer than it should", text: "Nothing was changed. Please try again.", can_retry: true });

          async function ask(url, options) {
            let response, body;
            try {
              response = await fetch(url, {
                credentials: "same-origin", cache: "no-store", ...options, headers: { Accept: "application/json" } });
              body = await response.json();
            } catch {
              throw options.signal.aborted ? late() : new Failure("unreachable", {
                title: "Billing cannot be reached", text: "Please check your connection, then try again.", can_retry: true });
            }
            if (!response.ok) {
              throw new Failure(body.code ?? "internal", body.message ?? {
                title: "Something went wrong", text: "Please try again later.", can_retry: body.retryable === true
              }, body.trace_id);
            }
            return body;
          }

          function alertOf(failure, retry, label, signIn) {
            const title = make("p", "title", "alert-title", `${failure.message}.`);
            const text = make("p", "", "alert-text", failure.text);
            if (failure.reference) text.append(" Reference: ", make("code", "", "reference", failure.reference));
            const content = make("div", "", "", title, text);
            if (failure.canRetry) {
              const button = make("button", "button primary", "retry", label);
              button.type = "button";
              button.addEventListener("click", retry);
              content.append(make("div", "actions", "", button));
            }
            if (failure.code === "unauthenticated" && signIn) {
              const link = make("a", "button primary", "sign-in", "Sign in");
              Object.assign(link, { href: signIn, target: "_top" });
              content.append(make("div", "actions", "", link));
            }
            const alert = make("div", "notice error", "alert", content);
            alert.setAttribute("role", "alert");
            return alert;
          }

          /* One button that opens the portal: busy until the page is left, or until something is to be said. */
          class Opener {
            constructor(button, anchor, order, emit, signIn) {
              Object.assign(this, { button, anchor, order, emit, signIn });
              this.status = make("span", "hidden", "");
              this.status.setAttribute("role", "status");
              anchor.after(this.status);
              live.add(this);
            }

            async open() {
              if (this.controller) return;
              /* One thing at a time, and no word of what was before. */
              for (const other of live) {
                if (other.anchor !== this.anchor) continue;
                other.reset();
                other.alert?.remove();
              }
              const controller = this.controller = new AbortController();
              const { signal } = controller;
              this.setBusy(true);
              this.timer = setTimeout(() => { controller.abort(); this.fail(late()); }, LIMIT);
              try {
                const { url, form } = await this.order(newKey(), signal);
                this.emit("opening", { flow: form.get("flow") });
                const session = await ask(url, { method: "POST", body: form, signal });
                if (controller === this.controller) this.leave(session.url);
              } catch (error) {
                if (controller === this.controller) this.fail(error);
              }
            }

            leave(url) {
              if (window.top === window) return location.assign(url);
              /* Never in a frame: where the frame may not leave by itself, a link does. */
              this.reset();
              const link = make("a", "button primary", "continue", "Continue to the customer portal");
              Object.assign(link, { href: url, target: "_top", rel: "noreferrer" });
              this.alert = make("div", "actions", "", link);
              this.anchor.after(this.alert);
              link.focus();
              try { window.open(url, "_top"); } catch {}
            }

            fail(failure) {
              this.reset();
              this.alert = alertOf(failure, () => { this.button.focus(); this.open(); }, "Retry", this.signIn);
              this.anchor.after(this.alert);
              this.emit("error", { code: failure.code, reference: failure.reference ?? null });
            }

            reset() {
              clearTimeout(this.timer);
              this.controller = null;
              this.setBusy(false);
            }

            setBusy(isBusy) {
              if (isBusy === Boolean(this.label)) return;
              if (isBusy) {
                this.label = [...this.button.childNodes];
                const spinner = make("span", "spinner", "spinner");
                spinner.setAttribute("aria-hidden", "true");
                this.button.replaceChildren(spinner, "Opening…");
                this.button.setAttribute("aria-disabled", "true");
              } else {
                this.button.replaceChildren(...this.label);
                this.button.removeAttribute("aria-disabled");
                this.label = null;
              }
              this.status.textContent = isBusy ? "Opening the customer portal…" : "";
            }
          }

          /* Whoever is meant now, it is not who was meant when the token was made. */
          const isStale = code => ["unauthenticated", "forbidden"].includes(code);

          const newKey = () => crypto.getRandomValues(new Uint32Array(4)).join("-");

          /* Our own pages: their forms work without this. */
          function upgrade(form) {
            const anchor = form.closest(".notice") ?? form.closest(".actions") ?? form;
            const order = async key => {
              const body = new URLSearchParams(new FormData(form));
              body.set("key", key);
              return { url: form.action, form: body };
            };
            const emit = (name, detail) => {
              if (name === "error" && isStale(detail.code)) location.assign(location.pathname);
            };
            const opener = new Opener(form.querySelector("button"), anchor, order, emit);
            form.addEventListener("submit", event => { event.preventDefault(); opener.open(); });
          }

          class Element extends HTMLElement {
            static observedAttributes = ["tenant", "flow"];

            constructor() {
              super();
              this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
            }

            connectedCallback() { this.begin(); }

            attributeChangedCallback(name, old, now) { if (this.hasBegun && old !== now) this.begin(); }

            disconnectedCallback() {
              this.clear();
              this.hasBegun = false;
              live.delete(this);
            }

            begin() {
              this.hasBegun = true;
              this.known = null;
              this.clear();
              if (this.tenant) return void this.start();
              this.show();
              console.error(`<${this.localName}> needs the attribute "tenant".`);
            }

            clear() {
              for (const opener of this.openers ?? []) { opener.reset(); live.delete(opener); }
              this.openers = [];
            }

            /* Whoever is in here stays in here. */
            show(...content) {
              const had = this.shadowRoot.activeElement;
              this.shadowRoot.replaceChildren(...content);
              if (!had || !content.length) return;
              const next = this.shadowRoot.querySelector("a, button") ?? Object.assign(content[0], { tabIndex: -1 });
              next.focus();
            }

            get tenant() { return this.getAttribute("tenant") ?? ""; }

            get signIn() { return `${this.pages}/dashboard/billing`; }

            get pages() { return `${base}/t/${encodeURIComponent(this.tenant)}`; }

            emit(name, detail) {
              this.dispatchEvent(new CustomEvent(`tollgate:${name}`, {
                bubbles: true, composed: true, detail: { tenant: this.tenant, ...detail } }));
            }

            billing(signal, returned) {
              const query = returned ? `?returned=${encodeURIComponent(returned)}` : "";
              return ask(`${this.pages}/dashboard/billing${query}`, { signal });
            }

            opener(button, anchor, flow, known) {
              const order = async (key, signal) => {
                const billing = known ?? await this.billing(signal);
                const form = new URLSearchParams({ csrf: billing.csrf_token, flow, key, seen: billing.fingerprint });
                const own = new URL(`${this.pages}/`);
                const path = this.getAttribute("return-path")
                  ?? (own.origin === location.origin && location.pathname.startsWith(own.pathname) ? location.pathname : "");
                if (path) form.set("return_path", path);
                return { url: new URL(billing.portal_path, base).href, form };
              };
              const opener = new Opener(button, anchor, order, (name, detail) => this.emit(name, detail), this.signIn);
              button.addEventListener("click", () => opener.open());
              this.openers.push(opener);
            }
          }

          class PortalButton extends Element {
            start() {
              const label = document.createElement("slot");
              label.textContent = "Open Customer Portal";
              const button = make("button", "button primary", "button", label);
              button.type = "button";
              this.show(button);
              this.opener(button, button, this.getAttribute("flow") ?? "home");
            }
          }

          class Billing extends Element {
            reset() { this.start(); }

            emit(name, detail) {
              super.emit(name, detail);
              if (name === "error" && this.known && isStale(detail.code)) this.begin();
            }

            async start() {
              live.add(this);
              this.clear();
              const { tenant } = this;
              const loading = make("p", "", "loading", "Loading your plan…");
              loading.setAttribute("role", "status");
              this.show(make("div", "card", "container", loading));
              const here = new URL(location.href);
              try {
                const billing = await this.billing(AbortSignal.timeout(LIMIT), here.searchParams.get("returned"));
                if (tenant !== this.tenant) return;
                const before = this.known;
                this.known = billing.fingerprint;
                this.render(billing);
                if (billing.updated !== null) {
                  here.searchParams.delete("returned");
                  history.replaceState(history.state, "", here);
                }
                if (billing.updated || before && before !== this.known) {
                  this.emit("updated", { state: billing.overview.state, plan: billing.overview.plan?.id ?? null });
                }
              } catch (error) {
                if (tenant !== this.tenant) return;
                this.show(alertOf(error, () => this.start(), "Try again", this.signIn));
                this.emit("error", { code: error.code, reference: error.reference ?? null });
              }
            }

            render({ texts, actions, ...billing }) {
              const heading = make("p", "heading", "heading", make("span", "title", "title", texts.title),
                texts.badge && make("span", `badge ${texts.tone}`, "badge", texts.badge));
              const row = make("div", "actions", "actions");
              const card = make("div", "card", "container", heading,
                texts.sentences.length && make("p", "", "text", texts.sentences.join(" ")),
                texts.price && make("p", "", "price", texts.price), actions.length && row);
              for (const action of actions) {
                const name = `button ${action.primary ? "primary" : "secondary"}`;
                if (action.kind === "choose_plan") {
                  const link = make("a", name, name, action.label);
                  link.href = new URL(action.url, base).href;
                  row.append(link);
                } else {
                  const button = make("button", name, name, action.label);
                  button.type = "button";
                  row.append(button);
                  this.opener(button, row, action.flow ?? "home", billing);
                }
              }
              this.show(card);
            }
          }

          customElements.define("tollgate-portal-button", PortalButton);
          customElements.define("tollgate-billing", Billing);
          for (const form of document.querySelectorAll('form[method="post"][action$="/dashboard/billing/portal"]')) upgrade(form);

          /* The notice of a return is for this once: a reload asks anew. */
          const here = new URL(location.href);
          if (here.href.startsWith(`${base}/t/`) && here.searchParams.has("returned")
            && !document.querySelector("tollgate-billing")) {
            here.searchParams.delete("returned");
            history.replaceState(null, "", here);
          }

          addEventListener("pageshow", event => {
            if (event.persisted) for (const one of [...live]) one.reset();
          });
        })();

        """#
}
