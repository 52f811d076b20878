import BillingCore
import FoundationEssentials
import HTTPTypes

extension StripeRoute {
    static let testClocks = [
        StripeRoute(.post, "test_helpers/test_clocks", .object(.testClock), ["frozen_time", "name"]) { call in
            _ = try call.parameters.required("frozen_time")
            guard let time = try call.parameters.date("frozen_time") else { return .null }
            return call.json(try call.world.addTestClock(name: try call.parameters.text("name"), frozenTime: time))
        },
        StripeRoute(.get, "test_helpers/test_clocks", .list(.testClock)) { call in
            let ids = try call.world.testClocks().map(\.id).reversed()
            return try call.page(Array(ids), of: "test_clock", at: "/v1/test_helpers/test_clocks") { id in
                call.json(try call.testClock(id, param: "test_clock"))
            }
        },
        StripeRoute(.get, "test_helpers/test_clocks/*", .object(.testClock)) {
            $0.json(try $0.testClock($0.id, param: "id"))
        },
        StripeRoute(.post, "test_helpers/test_clocks/*/advance", .object(.testClock), ["frozen_time"]) { call in
            let clock = try call.testClock(call.id, param: "id")
            _ = try call.parameters.required("frozen_time")
            guard let time = try call.parameters.date("frozen_time") else { return .null }
            return call.json(try call.world.moveTestClock(clock.id, to: time))
        },
        StripeRoute(.delete, "test_helpers/test_clocks/*", .object(.testClock)) { call in
            let clock = try call.testClock(call.id, param: "id")
            try call.world.deleteTestClock(clock.id, by: .api)
            return call.deleted(call.id, "test_helpers.test_clock")
        },
    ]
}

extension StripeCall {
    /// It is always ready: what time brings has happened when the answer comes.
    func json(_ clock: MockTestClock) -> JSONValue {
        .members([
            "id": .text(clock.id),
            "object": .text("test_helpers.test_clock"),
            "created": .seconds(clock.createdAt),
            "deletes_after": .seconds(clock.createdAt.addingDays(30)),
            "frozen_time": .seconds(clock.frozenTime),
            "livemode": .flag(false),
            "name": JSONValue(clock.name),
            "status": .text("ready"),
            "status_details": .object([]),
        ])
    }
}
