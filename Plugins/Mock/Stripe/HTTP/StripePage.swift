import GRDB

// Lists, page by page.
extension StripeCall {
    /// A page of a list, the newest first.
    ///
    /// - Parameter ids: all that there are, in the list's order.
    /// - Parameter noun: what one of them is called where it is missing.
    /// - Parameter element: nil for one that the list leaves out.
    func page(
        _ ids: [String],
        of noun: String,
        at url: String,
        _ element: (String) throws -> JSONValue?
    ) throws -> JSONValue {
        let limit = try parameters.integer("limit") ?? 10
        guard (1...100).contains(limit) else {
            throw StripeFailure.invalid(
                "This value must be between 1 and 100.",
                code: "parameter_invalid_integer",
                param: "limit"
            )
        }
        let after = try parameters.text("starting_after")
        let before = try parameters.text("ending_before")
        if after != nil, before != nil {
            throw StripeFailure.invalid("You may not specify both `starting_after` and `ending_before`.")
        }
        var remaining = ids[...]
        if let after { remaining = ids[(try position(of: after, in: ids, noun, "starting_after") + 1)...] }
        if let before { remaining = ids[..<(try position(of: before, in: ids, noun, "ending_before"))] }
        // One more than asked for tells whether there are more.
        var data: [JSONValue] = []
        while data.count <= limit, let next = before == nil ? remaining.popFirst() : remaining.popLast() {
            if let json = try element(next) { data.append(json) }
        }
        let hasMore = data.count > limit
        if hasMore { data.removeLast() }
        return list(before == nil ? data : data.reversed(), hasMore: hasMore, at: url)
    }

    func list(_ data: [JSONValue], hasMore: Bool = false, at url: String) -> JSONValue {
        .members([
            "object": .text("list"), "data": .list(data), "has_more": .flag(hasMore), "url": .text(url),
        ])
    }

    /// The ids in a table, the newest first.
    func ids(in table: String, by order: String) throws -> [String] {
        try String.fetchAll(world.db, sql: "SELECT id FROM \(table) ORDER BY \(order) DESC, rowid DESC")
    }

    private func position(of id: String, in ids: [String], _ noun: String, _ param: String) throws -> Int {
        guard let index = ids.firstIndex(of: id) else { throw StripeFailure.missing(noun, id, param: param) }
        return index
    }
}
