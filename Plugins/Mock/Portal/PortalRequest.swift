import PageKit

/// A request for one of a session's pages, read and checked as far as that needs no world.
struct PortalRequest: Sendable {
    let place: PortalPlace
    let query: URLForm
    /// What is sent; nil: the page is only looked at.
    let form: URLForm?
}

/// What a request is answered with.
enum PortalAnswer: Sendable {
    case page(Page)
    /// The path of another page.
    case seeOther(String)
}
