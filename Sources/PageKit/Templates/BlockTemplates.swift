extension TemplateLibrary {
    /// What the content is made of, but for the fields of forms.
    static let blockTemplates = [
        "text-plain": "{{text}}",
        "text-strong": "<strong>{{text}}</strong>",
        "text-code": "<code>{{text}}</code>",
        "text-hidden": #"<span class="hidden">{{text}}</span>"#,
        "text-time": #"<time datetime="{{machine}}">{{text}}</time>"#,
        "badge": #"<span class="badge {{tone}}">{{text}}</span>"#,

        "paragraph": "<p>{{#text}}{{>*template}}{{/text}}</p>",
        "list": "<ul>{{#items}}{{>*template}}{{/items}}</ul>",
        "list-item": "<li>{{#text}}{{>*template}}{{/text}}</li>",
        "code": "<pre tabindex=\"0\"><code>{{text}}</code></pre>",
        "folded": """
        <details class="folded">
        <summary>{{summary}}</summary>
        <div class="content">
        {{#content}}
        {{>*template}}

        {{/content}}
        </div>
        </details>
        """,
        "section": """
        <section class="card" aria-labelledby="{{id}}">
        <div class="heading"><h{{level}} id="{{id}}">{{title}}</h{{level}}>{{#badge}}{{>*template}}{{/badge}}</div>
        {{#content}}
        {{>*template}}

        {{/content}}
        </section>
        """,
        "subsection": """
        <section class="part" aria-labelledby="{{id}}">
        <div class="heading"><h{{level}} id="{{id}}">{{title}}</h{{level}}>{{#badge}}{{>*template}}{{/badge}}</div>
        {{#content}}
        {{>*template}}

        {{/content}}
        </section>
        """,
        "notice": """
        <div class="notice {{kind}}"{{#role}} role="{{.}}"{{/role}}{{#hasFocus}} tabindex="-1" autofocus{{/hasFocus}}>
        {{#icon}}{{>*template}}{{/icon}}
        <div>
        <p class="title"><span class="hidden">{{word}}: </span>{{#title}}{{>*template}}{{/title}}</p>
        {{#hasText}}<p>{{#text}}{{>*template}}{{/text}}</p>{{/hasText}}
        {{#actions}}{{>*template}}{{/actions}}
        </div>
        </div>
        """,
        "icon-info": icon(#"<circle cx="10" cy="10" r="8"/><path d="M10 9.5v4.5M10 6v.5"/>"#),
        "icon-success": icon(#"<circle cx="10" cy="10" r="8"/><path d="m6.5 10.5 2.5 2.5 4.5-5.5"/>"#),
        "icon-warning": icon(#"<path d="M10 2.5 18.5 17h-17ZM10 8v4M10 14v.5"/>"#),
        "icon-error": icon(#"<path d="M6.5 2h7L18 6.5v7L13.5 18h-7L2 13.5v-7ZM10 6v5M10 13.5v.5"/>"#),

        "details": """
        <dl class="details">
        {{#details}}
        {{>*template}}

        {{/details}}
        </dl>
        """,
        "detail": """
        <div><dt>{{name}}</dt><dd><span>{{#value}}{{>*template}}{{/value}}</span>{{#action}}{{>*template}}{{/action}}</dd></div>
        """,
        "empty": """
        <div class="empty">
        <p class="title">{{title}}</p>
        {{#hasText}}<p>{{#text}}{{>*template}}{{/text}}</p>{{/hasText}}
        {{#action}}{{>*template}}{{/action}}
        </div>
        """,
        // The roles keep it a table for those who hear it where the narrow layout makes blocks of its rows.
        "table": """
        <table role="table">
        <caption{{#isCaptionHidden}} class="hidden"{{/isCaptionHidden}}>{{caption}}</caption>
        <thead role="rowgroup"><tr role="row">{{#columns}}{{>*template}}{{/columns}}\
        {{#hasActions}}<th role="columnheader" scope="col"><span class="hidden">Actions</span></th>{{/hasActions}}</tr></thead>
        <tbody role="rowgroup">
        {{#rows}}
        {{>*template}}

        {{/rows}}
        </tbody>
        </table>
        """,
        "column": #"<th role="columnheader" scope="col"{{#isNumeric}} class="number"{{/isNumeric}}>{{title}}</th>"#,
        "row": """
        <tr role="row"{{#isTotal}} class="total"{{/isTotal}}>{{#cells}}{{>*template}}{{/cells}}\
        {{#hasActions}}<td role="cell" class="row-actions">{{#actions}}{{>*template}}{{/actions}}</td>{{/hasActions}}</tr>
        """,
        "row-heading": """
        <th role="rowheader" scope="row"{{#isNumeric}} class="number"{{/isNumeric}}>\
        <span class="name" aria-hidden="true">{{title}}</span><span>{{#text}}{{>*template}}{{/text}}</span></th>
        """,
        "cell": """
        <td role="cell"{{#isNumeric}} class="number"{{/isNumeric}}>\
        <span class="name" aria-hidden="true">{{title}}</span><span>{{#text}}{{>*template}}{{/text}}</span></td>
        """,
        "element": "<{{name}}{{#attributes}}{{>*template}}{{/attributes}}>{{text}}</{{name}}>",
        "attribute": #" {{name}}="{{value}}""#,
        "actions": #"<div class="actions">{{#actions}}{{>*template}}{{/actions}}</div>"#,
        "action-link": """
        <a class="button {{style}}"{{#target}} href="{{.}}"{{/target}}>{{label}}{{#object}}<span class="hidden"> {{.}}</span>{{/object}}</a>
        """,
        "action-post": """
        <form method="post" action="{{target}}">{{#values}}{{>*template}}{{/values}}\
        <button class="button {{style}}">{{label}}{{#object}}<span class="hidden"> {{.}}</span>{{/object}}</button></form>
        """,
    ]

    private static func icon(_ shape: String) -> String {
        """
        <svg aria-hidden="true" focusable="false" width="20" height="20" viewBox="0 0 20 20" fill="none" \
        stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">\(shape)</svg>
        """
    }
}
