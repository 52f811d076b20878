#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Finds and reads the files that `include` names.
struct IncludedFiles {
    let main: SourceFile
    let mainPath: String?
    let context: ReadingContext

    /// In the order of the patterns, and by name within one; each file once.
    func documents(_ include: YAMLNode?) -> [YAMLDocument] {
        var seen: Set<String> = mainPath.map { [$0] } ?? []
        var documents: [YAMLDocument] = []
        for node in YAMLNode.elements(of: include) {
            guard let pattern = context.text(node) else { continue }
            let path = Paths.absolute(pattern, from: main.directory)
            for path in files(path, isPattern: pattern.contains(where: { "*?[".contains($0) }), node) {
                guard seen.insert(path).inserted, let source = read(path, node) else { continue }
                if let document = YAMLParser.parse(source, report: context.report) { documents.append(document) }
            }
        }
        return documents
    }

    private func files(_ path: String, isPattern: Bool, _ node: YAMLNode) -> [String] {
        guard isPattern else { return [path] }
        let found = IncludedFiles.glob(path)
        if found.isEmpty {
            context.report.warning(
                .includeMatchesNothing,
                "there is no file \(node.text.inCode)",
                at: node.range,
                help: "the pattern starts at the directory of this file"
            )
        }
        return found
    }

    private func read(_ path: String, _ node: YAMLNode) -> SourceFile? {
        do {
            let content = try FileContent(path: path, maximumSize: ConfigurationLoader.maximumSize)
            return SourceFile(name: name(of: path), directory: main.directory, bytes: content.bytes)
        } catch {
            // Where a variable named the file, its value stays out.
            let shown = node.isInterpolated ? node.text : name(of: path)
            context.report.error(
                DiagnosticCode(error),
                "\(shown.inCode) \(error.clause)",
                at: node.range,
                help: error.help
            )
            return nil
        }
    }

    /// As the operator would call it: beside the main file.
    private func name(of path: String) -> String {
        let directory = main.directory == "/" ? "/" : main.directory + "/"
        return path.hasPrefix(directory)
            ? Paths.directoryPrefix(main.name) + path.dropFirst(directory.count) : path
    }

    private static func glob(_ pattern: String) -> [String] {
        var result = glob_t()
        defer { globfree(&result) }
        guard systemGlob(pattern, &result) == 0 else { return [] }
        return (0..<Int(result.gl_pathc)).compactMap { index in
            result.gl_pathv[index].map { String(cString: $0) }
        }.sorted()
    }
}

/// The system's function: inside ``IncludedFiles`` the name is taken.
private func systemGlob(_ pattern: String, _ result: inout glob_t) -> Int32 { glob(pattern, GLOB_NOSORT, nil, &result) }

extension DiagnosticCode {
    /// For a file that cannot be read.
    init(_ failure: FileContent.Failure) {
        self =
            switch failure {
            case .unreadable: .fileNotReadable
            case .notRegular: .notAFile
            case .tooLarge: .fileTooLarge
            }
    }
}
