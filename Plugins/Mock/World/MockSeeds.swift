import BillingCore
import FoundationEssentials

/// What a world begins with: planted at its first start, and again when it is reset.
enum MockSeeds: Hashable, Sendable {
    /// Seven customers, one for each situation.
    case builtIn
    /// A document of the operator's, at an absolute path; it is never written.
    case file(String)

    /// The customers of the built-in seeds.
    static let customers = ["ada", "ben", "cho", "dee", "eve", "fin", "gus"]

    /// How large a file may be.
    private static let limit = 8 * 1024 * 1024

    /// - Throws: `provider-misconfigured` that names the file, and the place in it.
    func state(at wall: Date, catalogue: MockCatalogue) throws -> MockState {
        do {
            return try StateReader.read(JSONValue(document()), at: wall, catalogue: catalogue)
        } catch let problem as OperatorProblem {
            let place = problem.pointer.map { $0.isEmpty ? "" : " at \($0)" } ?? ""
            throw BillingError(.providerMisconfigured, "\(name) cannot be planted\(place): \(problem.detail)")
        }
    }

    private func document() throws -> [UInt8] {
        guard case .file(let path) = self else { return Array(MockSeeds.text.utf8) }
        // To ask for the size first keeps what is no file, and what is far too large, from being read.
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
        guard let size, type == .typeRegular || type == .typeSymbolicLink else {
            throw OperatorProblem(.invalidRequest, "It is not there, or is no file.")
        }
        guard size <= MockSeeds.limit else {
            throw OperatorProblem(.invalidRequest, "It is larger than \(MockSeeds.limit) bytes.")
        }
        guard let content = FileManager.default.contents(atPath: path) else {
            throw OperatorProblem(.invalidRequest, "It cannot be read.")
        }
        return Array(content)
    }

    private var name: String {
        switch self {
        case .builtIn: "the built-in seeds"
        case .file(let path): "the seed file \(path)"
        }
    }

    /// Eve is on the free plan and so has no subscription; dee's month before was paid, this one is not.
    private static let text = """
        {
          "format": "tollgate-mock", "version": 1,
          "customers": [
            {"id": "ada", "name": "Ada", "email": "ada@example.com", "created_at": "-60d", "card": "visa"},
            {"id": "ben", "name": "Ben", "email": "ben@example.com", "created_at": "-60d", "card": "visa"},
            {"id": "cho", "name": "Cho", "email": "cho@example.com", "created_at": "-60d", "card": "visa"},
            {"id": "dee", "name": "Dee", "email": "dee@example.com", "created_at": "-60d", "card": "declines"},
            {"id": "eve", "name": "Eve", "email": "eve@example.com", "created_at": "-60d"},
            {"id": "fin", "name": "Fin", "email": "fin@example.com", "created_at": "-60d", "card": "visa"},
            {"id": "gus", "name": "Gus", "email": "gus@example.com", "created_at": "-60d", "card": "visa"}
          ],
          "subscriptions": [
            {"customer": "ada", "price": "mock_pro_m", "started": "-10d"},
            {"customer": "ben", "price": "mock_pro_m", "started": "-5d", "trial_end": "+9d"},
            {"customer": "cho", "price": "mock_pro_m", "started": "-12d", "billing_mode": "classic",
             "cancel_at_period_end": true, "canceled_at": "-2d", "feedback": "unused"},
            {"customer": "dee", "price": "mock_pro_m", "started": "-1mo3d", "anchor": "-3d", "status": "past_due"},
            {"customer": "fin", "price": "mock_pro_m", "started": "-1mo20d", "anchor": "-20d", "ended_at": "-20d",
             "billing_mode": "classic", "cancel_at_period_end": true, "canceled_at": "-27d",
             "feedback": "too_expensive"},
            {"customer": "gus", "price": "mock_legacy_m", "started": "-6d"}
          ]
        }
        """
}
