import HTTPTypes

/// What shows the elements' events on the demo page, which only a gateway for development has.
enum DemoScript {
    static let path = "/assets/demo.js"

    static func response(path: String, for request: ServerRequest) -> ServerResponse? {
        guard path == DemoScript.path else { return nil }
        let bytes = Array(source.utf8)
        return Documents.published(
            bytes,
            tag: EntityTag(of: bytes),
            type: "text/javascript; charset=utf-8",
            for: request
        )
    }

    private static let source = #"""
        customElements.define("demo-events", class extends HTMLElement {
          connectedCallback() {
            const list = document.createElement("ol");
            list.setAttribute("aria-live", "polite");
            const nothing = document.createElement("p");
            nothing.textContent = "Nothing yet.";
            this.append(nothing, list);
            for (const name of ["tollgate:opening", "tollgate:error", "tollgate:updated"]) {
              document.addEventListener(name, event => {
                const item = document.createElement("li");
                item.textContent = `${name} ${JSON.stringify(event.detail)}`;
                list.append(item);
                nothing.remove();
              });
            }
          }
        });

        """#
}
