extension TemplateLibrary {
    /// What stands around the content.
    static let shellTemplates = [
        "page": """
        <!DOCTYPE html>
        <html lang="{{language}}">
        <head>
        <meta charset="utf-8">
        <title>{{documentTitle}}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <meta name="referrer" content="no-referrer">
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="{{stylesheet}}">
        {{#accentStylesheet}}
        <link rel="stylesheet" href="{{.}}">
        {{/accentStylesheet}}
        {{#scripts}}
        {{>*template}}

        {{/scripts}}
        </head>
        <body{{#isWide}} class="wide"{{/isWide}}>
        <header>
        <a class="skip" href="#main">Skip to content</a>
        {{#banner}}
        <p class="banner"><span>{{.}}</span></p>
        {{/banner}}
        <div class="bar">
        {{#brand}}{{>*template}}{{/brand}}
        {{#navigation}}{{>*template}}{{/navigation}}
        {{#returnLink}}<p class="return"><a{{#target}} href="{{.}}"{{/target}} rel="noreferrer"><span aria-hidden="true">←</span> {{label}}</a></p>{{/returnLink}}
        </div>
        </header>
        <main id="main" tabindex="-1">
        {{#back}}<p class="back"><a{{#target}} href="{{.}}"{{/target}}><span aria-hidden="true">←</span> {{label}}</a></p>{{/back}}
        <h1>{{title}}</h1>
        {{#hasLead}}<p class="lead">{{#lead}}{{>*template}}{{/lead}}</p>{{/hasLead}}
        {{#content}}
        {{>*template}}

        {{/content}}
        </main>
        {{#hasFooter}}
        <footer>
        {{#footer}}
        {{>*template}}

        {{/footer}}
        </footer>
        {{/hasFooter}}
        </body>
        </html>

        """,
        "script": #"<script src="{{source}}" defer></script>"#,
        "brand": """
        <p class="brand">{{#home}}<a href="{{.}}">{{/home}}{{#logo}}{{>*template}}{{/logo}}<span>{{name}}</span>\
        {{#home}}</a>{{/home}}</p>
        """,
        "logo": #"<img src="{{source}}" alt="" height="32">"#,
        "navigation": """
        <nav aria-label="Main"><ul>{{#links}}<li>{{>*template}}</li>{{/links}}</ul></nav>
        """,
        "link": """
        <a{{#target}} href="{{.}}"{{/target}}{{#isCurrent}} aria-current="page"{{/isCurrent}}>{{label}}</a>
        """,
    ]
}
