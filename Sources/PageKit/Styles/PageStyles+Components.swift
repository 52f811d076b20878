extension PageStyles {
    /// Cards, notices, badges, lists, tables and buttons.
    static let components = """
        .card {
            display: flex; flex-direction: column; gap: 1rem; padding: 1.25rem;
            background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius);
        }
        .card > *, .part > * { min-width: 0; }
        .part { display: flex; flex-direction: column; gap: .75rem; }
        .part + .part { border-top: 1px solid var(--line); padding-top: 1rem; }
        .heading { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .375rem .75rem; }

        .badge {
            display: inline-block; padding: .0625rem .5rem; font-size: .875rem; font-weight: 600; line-height: 1.4;
            white-space: nowrap; border: 1px solid currentColor; border-radius: 1rem; background: var(--hover);
        }
        .badge.neutral { color: var(--muted); background: none; }
        .badge.info { color: var(--info); background: var(--info-ground); }
        .badge.success { color: var(--success); background: var(--success-ground); }
        .badge.warning { color: var(--warning); background: var(--warning-ground); }
        .badge.danger { color: var(--danger); background: var(--danger-ground); }

        .notice {
            display: flex; gap: .75rem; padding: 1rem 1.25rem; border: 1px solid currentColor;
            border-radius: var(--radius); border-left-width: .3125rem;
        }
        .notice > svg { flex: none; margin-top: .125rem; }
        .notice > div { flex: 1; min-width: 0; display: flex; flex-direction: column; gap: .375rem; color: var(--text); }
        .notice .title { font-weight: 650; }
        .notice .actions { margin-top: .375rem; }
        .notice ul { padding: 0; list-style: none; }
        .notice li a { display: inline-block; padding: .625rem 0; color: inherit; }
        .notice .button.quiet { margin-left: -.75rem; }
        .notice.info { color: var(--info); background: var(--info-ground); }
        .notice.success { color: var(--success); background: var(--success-ground); }
        .notice.warning { color: var(--warning); background: var(--warning-ground); }
        .notice.error { color: var(--danger); background: var(--danger-ground); }

        .details { display: flex; flex-direction: column; }
        .details > div {
            display: grid; grid-template-columns: minmax(8rem, 1fr) 2.5fr; gap: .125rem 1rem; align-items: baseline;
            padding: .625rem 0; border-top: 1px solid var(--line);
        }
        .details > div:first-child { border-top: 0; padding-top: 0; }
        .details > div:last-child { padding-bottom: 0; }
        dt { color: var(--muted); }
        dd { margin: 0; display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: .25rem 1rem; min-width: 0; }
        dd > span { min-width: 0; overflow-wrap: anywhere; }
        .details .button { margin: -.625rem 0; }

        .empty { padding: 1.5rem; text-align: center; border: 1px dashed var(--frame); border-radius: var(--radius); }
        .empty .title { font-weight: 650; }
        .empty p + p { color: var(--muted); }
        .empty .button { margin-top: .75rem; }

        .folded { border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); }
        .card .folded { background: none; }
        .folded summary { cursor: pointer; padding: .625rem 1.25rem; min-height: 2.75rem; font-weight: 600; border-radius: var(--radius); }
        .folded summary:hover { background: var(--hover); }
        .folded .content { display: flex; flex-direction: column; gap: 1rem; padding: .5rem 1.25rem 1.25rem; }

        table { width: 100%; border-collapse: collapse; text-align: left; font-variant-numeric: tabular-nums; }
        caption { text-align: left; color: var(--muted); padding-bottom: .5rem; }
        th, td { padding: .625rem .75rem; vertical-align: baseline; border-bottom: 1px solid var(--line); }
        th:first-child, td:first-child { padding-left: 0; }
        th:last-child, td:last-child { padding-right: 0; }
        thead th { color: var(--muted); font-size: .9375rem; font-weight: 600; }
        tbody th { font-weight: 500; }
        tbody tr:last-child > * { border-bottom: 0; }
        .number { text-align: right; }
        @media (min-width: 40.01rem) { tbody code { white-space: nowrap; } }
        .total > * { font-weight: 650; }
        .total, tbody .total > * { border-top: .125rem solid var(--frame); }
        .name { display: none; }
        .row-actions { text-align: right; }
        .row-actions > * { display: inline-block; margin-left: .5rem; }

        @media (max-width: 40rem) {
            table, tbody, tr, th, td, caption { display: block; }
            thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
            tbody tr { padding: .75rem 0; border-bottom: 1px solid var(--line); }
            tbody tr:last-child { border-bottom: 0; padding-bottom: 0; }
            tbody th, tbody td {
                display: flex; justify-content: space-between; gap: 1rem; padding: .1875rem 0; border: 0; text-align: left;
            }
            tbody th { font-weight: 650; }
            tbody .number, .name + span { text-align: right; }
            .name + span { min-width: 0; overflow-wrap: anywhere; }
            .name { display: inline; flex: none; max-width: 50%; color: var(--muted); font-weight: 400; }
            .row-actions { justify-content: flex-start; flex-wrap: wrap; gap: .5rem; padding-top: .5rem; }
            .row-actions:empty { display: none; }
            .row-actions > * { margin: 0; }
            tbody .total > * { border: 0; }
            .total > th > .name, td:has(> .name + span:empty) { display: none; }
            td time, th time { white-space: normal; }
            .details > div { grid-template-columns: 1fr; }
        }

        .actions { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem; }
        .button {
            display: inline-flex; align-items: center; justify-content: center; min-height: 2.75rem; min-width: 2.75rem;
            padding: .5rem 1.125rem; font: inherit; font-weight: 600; line-height: 1.25; text-align: center;
            text-decoration: none; cursor: pointer; border: 1px solid var(--frame); border-radius: .5rem;
            color: var(--text); background: var(--surface);
        }
        .button:hover { background: var(--hover); }
        .button.primary { color: var(--on-accent); background: var(--accent); border-color: var(--accent); }
        .button.primary:hover { background: var(--accent-hover); border-color: var(--accent-hover); }
        .button.danger { color: var(--surface); background: var(--danger); border-color: var(--danger); }
        .button.danger:hover { color: var(--danger); background: var(--danger-ground); }
        .button[aria-disabled=true] { cursor: progress; }
        .spinner {
            flex: none; width: 1em; height: 1em; margin-right: .5rem; border: .15em solid; border-right-color: transparent;
            border-radius: 50%; animation: turn .8s linear infinite;
        }
        @keyframes turn { to { transform: rotate(1turn); } }
        @media (prefers-reduced-motion: reduce) { .spinner { animation: none; } }
        .button.quiet { color: var(--accent); background: none; border-color: transparent; padding: .5rem .75rem; }
        .button.quiet:hover { background: var(--hover); text-decoration: underline; }
        .actions > .button.quiet:first-child { margin-left: -.75rem; }
        .details .button.quiet, .row-actions .button.quiet { margin-right: -.75rem; }
        .actions > a:not(.button) { display: inline-flex; align-items: center; min-height: 2.75rem; min-width: 2.75rem; }
        tbody th a { display: inline-block; margin: -.625rem 0; padding: .625rem 0; min-width: 2.75rem; }
        @media (max-width: 40rem) {
            .actions > .button.quiet, .details .button.quiet, .row-actions .button.quiet { margin-left: -.75rem; }
        }

        """
}
