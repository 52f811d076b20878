extension TemplateLibrary {
    /// Forms and their fields.
    ///
    /// Browsers check nothing (`novalidate`): the answer says what is wrong with all fields at once, and in our words.
    static let formTemplates = [
        "form": """
        <form class="fields" method="{{method}}"{{#hasTarget}} action="{{target}}"{{/hasTarget}} novalidate>
        {{#summary}}{{>*template}}{{/summary}}
        {{#values}}{{>*template}}{{/values}}
        {{#fields}}
        {{>*template}}

        {{/fields}}
        <div class="actions"><button class="button {{style}}">{{submit}}</button>{{#cancel}}{{>*template}}{{/cancel}}</div>
        </form>
        """,
        "form-value": #"<input type="hidden" name="{{name}}" value="{{value}}">"#,
        "error-summary": """
        <div class="notice error" role="alert" aria-labelledby="{{id}}" tabindex="-1" autofocus>
        {{#icon}}{{>*template}}{{/icon}}
        <div>
        <p class="title" id="{{id}}">There is a problem</p>
        <ul>{{#problems}}{{>*template}}{{/problems}}</ul>
        </div>
        </div>
        """,
        "problem": ##"<li><a href="#{{target}}">{{text}}</a></li>"##,
        "hint": #"<p class="hint" id="{{id}}">{{#text}}{{>*template}}{{/text}}</p>"#,
        "error": #"<p class="error" id="{{id}}"><span class="hidden">Error: </span>{{text}}</p>"#,
        "field-line": """
        <div class="field{{#isInvalid}} invalid{{/isInvalid}}">
        <label for="{{id}}">{{label}}{{#isOptional}} <span class="optional">(optional)</span>{{/isOptional}}</label>
        {{#hint}}{{>*template}}{{/hint}}
        {{#error}}{{>*template}}{{/error}}
        <input class="{{width}}" id="{{id}}" name="{{name}}" type="{{type}}" value="{{value}}" maxlength="{{limit}}" \
        autocomplete="{{autocomplete}}" spellcheck="false"{{#inputMode}} inputmode="{{.}}"{{/inputMode}}\
        {{^isOptional}} required{{/isOptional}}{{#isInvalid}} aria-invalid="true"{{/isInvalid}}\
        {{#describedBy}} aria-describedby="{{.}}"{{/describedBy}}>
        </div>
        """,
        // The line break after the start tag is dropped by browsers; without it one that begins the value would be.
        "field-lines": """
        <div class="field{{#isInvalid}} invalid{{/isInvalid}}">
        <label for="{{id}}">{{label}}{{#isOptional}} <span class="optional">(optional)</span>{{/isOptional}}</label>
        {{#hint}}{{>*template}}{{/hint}}
        {{#error}}{{>*template}}{{/error}}
        <textarea id="{{id}}" name="{{name}}" rows="4" maxlength="{{limit}}"{{^isOptional}} required{{/isOptional}}\
        {{#isInvalid}} aria-invalid="true"{{/isInvalid}}{{#describedBy}} aria-describedby="{{.}}"{{/describedBy}}>
        {{value}}</textarea>
        </div>
        """,
        "field-choices": """
        <fieldset class="field{{#isInvalid}} invalid{{/isInvalid}}"{{#describedBy}} aria-describedby="{{.}}"{{/describedBy}}>
        <legend>{{label}}{{#isOptional}} <span class="optional">(optional)</span>{{/isOptional}}</legend>
        {{#hint}}{{>*template}}{{/hint}}
        {{#error}}{{>*template}}{{/error}}
        <div class="choices">
        {{#options}}
        {{>*template}}

        {{/options}}
        </div>
        </fieldset>
        """,
        "choice": """
        <label class="choice"><input type="radio" id="{{id}}" name="{{name}}" value="{{value}}"\
        {{#isChosen}} checked{{/isChosen}}{{#isRequired}} required{{/isRequired}}>\
        <span><span class="title">{{label}}{{#badge}} {{>*template}}{{/badge}}</span>\
        {{#hasText}} <span class="text">{{#text}}{{>*template}}{{/text}}</span>{{/hasText}}</span></label>
        """,
        "field-menu": """
        <div class="field{{#isInvalid}} invalid{{/isInvalid}}">
        <label for="{{id}}">{{label}}{{#isOptional}} <span class="optional">(optional)</span>{{/isOptional}}</label>
        {{#hint}}{{>*template}}{{/hint}}
        {{#error}}{{>*template}}{{/error}}
        <select id="{{id}}" name="{{name}}"{{#isInvalid}} aria-invalid="true"{{/isInvalid}}\
        {{#describedBy}} aria-describedby="{{.}}"{{/describedBy}}>
        {{#options}}
        {{>*template}}

        {{/options}}
        </select>
        </div>
        """,
        "menu-option": #"<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{label}}</option>"#,
        "field-check": """
        <div class="field{{#isInvalid}} invalid{{/isInvalid}}">
        {{#error}}{{>*template}}{{/error}}
        <label class="choice"><input type="checkbox" id="{{id}}" name="{{name}}" value="yes"{{#isOn}} checked{{/isOn}}\
        {{#isInvalid}} aria-invalid="true"{{/isInvalid}}{{#describedBy}} aria-describedby="{{.}}"{{/describedBy}}>\
        <span><span class="title">{{label}}</span></span></label>
        {{#hint}}{{>*template}}{{/hint}}
        </div>
        """,
    ]
}
