import BillingCore
import BillingHTTP
import FoundationEssentials
import HTTPTypes
import PageKit

/// The operator's pages: a hand on the world.
struct Console {
    let world: MockWorld
    let instance: ProviderID
    let environment: DeploymentEnvironment
    let patience: Duration

    /// What is at a path.
    enum Place: Hashable {
        case customers
        case customer(ProviderCustomerID)
        case deletion(ProviderCustomerID)
        case clock, faults, events, state, export, reset
    }

    func respond(to request: HostedPageRequest, path: Substring, query: Substring) async -> HostedPageResponse {
        guard let (place, deed) = Console.find(path) else { return problem(.notFound, request) }
        if let deed {
            guard request.head.method == .post else { return problem(.methodNotAllowed, request, allow: [.post]) }
            guard request.isForm else { return problem(.notAForm, request) }
            guard let form = URLForm(String(decoding: request.body, as: UTF8.self)) else {
                return problem(.malformed, request)
            }
            return await act(deed, at: place, form, request)
        }
        guard request.isReading else { return problem(.methodNotAllowed, request, allow: [.get, .head]) }
        guard let query = URLForm(query) else { return problem(.malformed, request) }
        return await show(place, query, request)
    }

    // MARK: - Looking

    /// - Parameter attempt: what was tried in vain, to be shown again with what was typed.
    private func show(
        _ place: Place,
        _ query: URLForm,
        _ request: HostedPageRequest,
        attempt: Attempt? = nil
    ) async -> HostedPageResponse {
        do {
            return try await world.read(until: .after(patience)) { world in
                let view = ConsoleView(
                    world: world,
                    instance: instance,
                    environment: environment,
                    basePath: request.basePath,
                    query: query,
                    attempt: attempt
                )
                if place == .export { return try view.export() }
                var page = try view.page(place)
                if let attempt { page.status = attempt.status }
                return HostedPageResponse(page)
            }
        } catch .refused(let refusal) {
            return problem(refusal.code == .notFound ? .notFound : .malformed, request)
        } catch {
            return problem(.unavailable, request)
        }
    }

    // MARK: - Changing

    private func act(
        _ deed: ConsoleDeed,
        at place: Place,
        _ form: URLForm,
        _ request: HostedPageRequest
    ) async -> HostedPageResponse {
        do {
            let done = try await deed.perform(form, world, until: .after(patience))
            return .seeOther(request.basePath + done)
        } catch {
            let problem: OperatorProblem
            switch error {
            case let failure as MockFailure: problem = OperatorProblem(failure)
            case let known as OperatorProblem: problem = known
            default: problem = OperatorProblem(.unavailable, "Nothing was changed. Try again in a moment.")
            }
            if problem.code == .unavailable { return self.problem(.unavailable, request) }
            return await show(place, URLForm(), request, attempt: Attempt(deed: deed, form: form, problem: problem))
        }
    }

    /// What was tried in vain.
    struct Attempt {
        let deed: ConsoleDeed
        /// What was typed.
        let form: URLForm
        let problem: OperatorProblem

        /// The field of the form that is wrong; nil: it is none that was sent.
        var field: String? {
            guard let name = problem.pointer?.dropFirst(), form[String(name)] != nil else { return nil }
            return String(name)
        }

        var status: Int { problem.code == .conflict ? 409 : problem.code == .notFound ? 404 : 422 }
    }

    private func problem(
        _ problem: PortalProblem,
        _ request: HostedPageRequest,
        allow: [HTTPRequest.Method] = []
    ) -> HostedPageResponse {
        let site = ConsoleView.site(instance, environment, request.basePath, now: nil, current: nil)
        let home = request.basePath + "/"
        return HostedPageResponse(problem.page(in: site, home: problem == .unavailable ? nil : home), allow: allow)
    }

    // MARK: - Paths

    /// The page at a path; for paths that only do something, what they do, and the page that it belongs to.
    private static func find(_ path: Substring) -> (Place, ConsoleDeed?)? {
        let names = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
            .map { PercentEncoding.decode($0) ?? "" }
        switch names.first ?? "" {
        case "" where names.count <= 1: return (.customers, nil)
        case "customers":
            if names.count == 2, names[1] == "add" { return (.customers, .addCustomer) }
            guard names.count > 1, let id = try? ProviderCustomerID(names[1]) else { return nil }
            if names.count == 2 { return (.customer(id), nil) }
            guard names.count == 3 else { return nil }
            if names[2] == "deletion" { return (.deletion(id), nil) }
            if names[2] == "delete" { return (.deletion(id), .deleteCustomer(id)) }
            return ConsoleDeed.Action(rawValue: names[2]).map { (.customer(id), .customer(id, $0)) }
        case "clock" where names.count == 1: return (.clock, nil)
        case "clock" where names == ["clock", "move"]: return (.clock, .moveClock)
        case "faults" where names.count == 1: return (.faults, nil)
        case "faults" where names == ["faults", "add"]: return (.faults, .addFault)
        case "faults" where names == ["faults", "clear"]: return (.faults, .clearFaults)
        case "events" where names.count == 1: return (.events, nil)
        case "state" where names.count == 1: return (.state, nil)
        case "state" where names == ["state", "export"]: return (.export, nil)
        case "state" where names == ["state", "import"]: return (.state, .importState)
        case "state" where names == ["state", "beginning"]: return (.reset, nil)
        case "state" where names == ["state", "reset"]: return (.reset, .reset)
        default: return nil
        }
    }
}
