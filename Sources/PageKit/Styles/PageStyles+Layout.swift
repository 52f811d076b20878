extension PageStyles {
    /// Type, the shell around the content, and the narrow and printed forms of it.
    static let layout = """
        :root { color-scheme: light dark; --gap: 1rem; --radius: .75rem; }
        *, *::before, *::after { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body {
            margin: 0; min-height: 100vh; display: flex; flex-direction: column;
            background: var(--page); color: var(--text);
            font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
            overflow-wrap: break-word;
        }
        h1, h2, h3, h4, h5, h6 { margin: 0; line-height: 1.25; text-wrap: balance; }
        h1 { font-size: clamp(1.5rem, 1.25rem + 1.5vw, 2rem); letter-spacing: -.015em; }
        h2 { font-size: 1.1875rem; }
        h3, h4, h5, h6 { font-size: 1rem; }
        p, ul, dl, pre { margin: 0; }
        ul { padding-left: 1.25rem; }
        a { color: var(--accent); text-underline-offset: .2em; }
        a:hover { text-decoration-thickness: .125em; }
        strong { font-weight: 650; }
        code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; font-size: .9375em; }
        pre { padding: 1rem; overflow-x: auto; background: var(--hover); border-radius: .5rem; }
        time { white-space: nowrap; }
        :focus-visible { outline: .1875rem solid var(--focus); outline-offset: .125rem; border-radius: .25rem; }
        main:focus { outline: none; }

        .hidden, .skip:not(:focus) {
            position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
        }
        .skip {
            position: absolute; top: .5rem; left: .5rem; z-index: 1; padding: .625rem 1rem;
            background: var(--surface); border: 1px solid var(--frame); border-radius: .5rem;
        }

        .banner { background: var(--warning-ground); color: var(--warning); border-bottom: 1px solid currentColor; }
        .banner span { display: block; font-size: .9375rem; font-weight: 600; }
        .banner span, .bar, main, footer { width: 100%; max-width: 46rem; margin: 0 auto; padding: .5rem 1.25rem; }
        .wide .banner span, .wide .bar, .wide main, .wide footer { max-width: 76rem; }
        header { border-bottom: 1px solid var(--line); background: var(--surface); }
        .bar { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.5rem; min-height: 3.75rem; }
        .brand { font-size: 1.0625rem; font-weight: 650; margin-right: auto; }
        .brand a { color: inherit; text-decoration: none; }
        .brand a:hover { text-decoration: underline; }
        .brand, .brand a { display: inline-flex; align-items: center; gap: .625rem; min-height: 2.75rem; min-width: 0; }
        .brand span { overflow-wrap: anywhere; }
        .brand img { display: block; height: 2rem; max-width: 10rem; object-fit: contain; }
        .return a, .back a, nav a { display: inline-flex; align-items: center; gap: .375rem; min-height: 2.75rem; }
        nav ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin: 0; padding: 0; list-style: none; }
        nav a { min-width: 2.75rem; justify-content: center; color: var(--text); text-decoration: none; }
        nav a:hover { text-decoration: underline; }
        nav a[aria-current] { font-weight: 650; box-shadow: inset 0 -.1875rem var(--accent); }

        main { flex: 1; display: flex; flex-direction: column; gap: 1.25rem; padding-top: 1.75rem; padding-bottom: 3rem; }
        main > * { min-width: 0; }
        .back { margin-bottom: -1rem; margin-top: -.75rem; }
        .lead { color: var(--muted); font-size: 1.0625rem; margin-top: -.75rem; }
        footer { border-top: 1px solid var(--line); padding-top: 1rem; padding-bottom: 2rem; color: var(--muted); font-size: .9375rem; }
        footer a { display: inline-flex; align-items: center; min-height: 2.75rem; }

        @media (max-width: 30rem) {
            .banner span, .bar, main, footer { padding-left: 1rem; padding-right: 1rem; }
        }
        @media (prefers-reduced-motion: no-preference) {
            .button, .choice, summary { transition: background-color .12s, border-color .12s; }
        }
        @media (forced-colors: active) {
            .badge, .notice, .button, .card, .banner { border-color: CanvasText; }
            nav a[aria-current] { text-decoration: underline; }
            .button { forced-color-adjust: auto; }
            .button.primary, .button.danger { border-width: .1875rem; }
        }
        @media print {
            body { background: none; }
            .skip, nav, .return, .back, .actions, form, .row-actions { display: none; }
            .card { border: 0; padding: 0; break-inside: avoid; }
        }

        """
}
