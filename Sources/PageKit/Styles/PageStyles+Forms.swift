extension PageStyles {
    /// Forms and their fields.
    static let forms = """
        .fields { display: flex; flex-direction: column; gap: 1.25rem; }
        .field { display: flex; flex-direction: column; gap: .375rem; margin: 0; padding: 0; border: 0; min-width: 0; }
        .field > label:not(.choice), legend { padding: 0; font-weight: 600; }
        .optional { font-weight: 400; color: var(--muted); }
        .hint { color: var(--muted); font-size: .9375rem; }
        p.error { color: var(--danger); font-weight: 600; }
        fieldset > .hint, fieldset > p.error { margin-bottom: .375rem; }
        input:not([type=radio], [type=checkbox]), textarea, select {
            width: 100%; min-height: 2.75rem; padding: .5rem .75rem; font: inherit; color: var(--text);
            background: var(--surface); border: 1px solid var(--frame); border-radius: .5rem;
        }
        input.short { max-width: 7rem; }
        input.medium { max-width: 16rem; }
        textarea { resize: vertical; }
        .invalid input:not([type=radio], [type=checkbox]), .invalid textarea, .invalid select {
            border: .125rem solid var(--danger);
        }

        .choices { display: flex; flex-direction: column; gap: .625rem; margin-top: .25rem; }
        .choice {
            display: flex; gap: .75rem; align-items: flex-start; min-height: 2.75rem; padding: .75rem 1rem; cursor: pointer;
            background: var(--surface); border: 1px solid var(--frame); border-radius: .5rem;
        }
        .choice:hover { background: var(--hover); }
        .choice:has(:checked) { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
        .choice:has(:focus-visible) { outline: .1875rem solid var(--focus); outline-offset: .125rem; }
        .choice input { flex: none; width: 1.25rem; height: 1.25rem; margin: .125rem 0; accent-color: var(--accent); }
        .choice input:focus-visible { outline: none; }
        .choice > span { flex: 1; min-width: 0; display: flex; flex-wrap: wrap; gap: 0 1rem; justify-content: space-between; }
        .choice .title { font-weight: 600; }
        .choice .text { color: var(--muted); }

        """
}
