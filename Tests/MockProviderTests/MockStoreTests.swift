import BillingCore
import BillingTesting
import Foundation
import GRDB
import Testing

@testable import MockProvider

@Suite(.timeLimit(.minutes(1)))
struct MockStoreTests {
    private let folder: TemporaryFolder
    private let clock: ManualClock
    /// In a folder that exists.
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        clock = try makeClock()
        path = folder.path + "/world.sqlite"
    }

    @Test("the file and its folder are for their owner alone")
    func permissions() async throws {
        let provider = makeProvider(makeWorld(clock, .file(folder.state)))
        _ = try await provider.current("ada")
        #expect(try permissions(folder.path + "/state") == 0o700)
        for suffix in ["", "-wal", "-shm"] { #expect(try permissions(folder.state + suffix) == 0o600) }
        // The files are there as long as the world is.
        _ = try await provider.current("ada")
    }

    @Test("the log is written ahead, and each commit reaches the disk")
    func durability() async throws {
        let world = makeWorld(clock, .file(path))
        #expect(try await world.sql { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
        let store = MockStore(.file(path)) { _ in }
        let database = try await store.database(until: .after(.seconds(30)))
        #expect(try await database.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 2)
    }

    @Test("an empty file becomes a world")
    func emptyFile() async throws {
        try Data().write(to: URL(filePath: path))
        #expect(try await open(path) == .active)
    }

    @Test("a file that is no database is refused and left as it is")
    func notADatabase() async throws {
        let text = Data(String(repeating: "This is a diary. ", count: 500).utf8)
        try text.write(to: URL(filePath: path))
        try await expectMisconfigured("is not one of the mock's")
        #expect(try Data(contentsOf: URL(filePath: path)) == text)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["world.sqlite"])
    }

    @Test("another program's database is refused and left as it is")
    func foreign() async throws {
        let queue = try DatabaseQueue(path: path)
        try await queue.write { try $0.execute(sql: "CREATE TABLE diary (entry TEXT); INSERT INTO diary VALUES ('x')") }
        try queue.close()
        let before = try Data(contentsOf: URL(filePath: path))
        try await expectMisconfigured("is not one of the mock's")
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["world.sqlite"])
    }

    @Test("a world of a newer version is refused and left as it is")
    func newer() async throws {
        _ = try await open(path)
        try await edit("PRAGMA user_version = 99")
        try await expectMisconfigured("written by a newer version")
        try await edit("PRAGMA user_version = \(MockSchema.steps.count)")
        #expect(try await open(path) == .active)
    }

    @Test("a damaged file is refused")
    func damaged() async throws {
        _ = try await open(path)
        try await edit("PRAGMA wal_checkpoint(TRUNCATE)")
        let file = try FileHandle(forUpdating: URL(filePath: path))
        let size = try file.seekToEnd()
        for offset in stride(from: UInt64(4096), to: size, by: 4096) {
            try file.seek(toOffset: offset)
            try file.write(contentsOf: Data(repeating: 0xAA, count: 200))
        }
        try file.close()
        try await expectMisconfigured("is damaged")
    }

    @Test("a row that means nothing is damage, not a crash")
    func nonsense() async throws {
        _ = try await open(path)
        try await edit("PRAGMA ignore_check_constraints = 1; UPDATE subscriptions SET status = 'happy'")
        try await expectMisconfigured("is damaged")
    }

    @Test("a folder in the file's place is refused")
    func folderInPlace() async throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        try await expectMisconfigured("cannot be used")
    }

    @Test("a file in the folder's place is refused")
    func fileInPlaceOfFolder() async throws {
        try Data().write(to: URL(filePath: folder.path + "/state"))
        try await expectMisconfigured("cannot be used", folder.state)
    }

    @Test("a folder that cannot be written is refused", .enabled(if: geteuid() != 0, "root may write everywhere"))
    func readOnlyFolder() async throws {
        let existing = folder.path + "/existing.sqlite"
        _ = try await open(existing)
        try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder.path)
        try await expectMisconfigured("cannot be used")
        try await expectMisconfigured("cannot be used", existing)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
    }

    @Test("a call after the operator has put it right succeeds")
    func opensLater() async throws {
        try Data().write(to: URL(filePath: folder.path + "/state"))
        let provider = makeProvider(makeWorld(clock, .file(folder.state)))
        #expect(await code { _ = try await provider.current("ada") } == .providerMisconfigured)
        try FileManager.default.removeItem(atPath: folder.path + "/state")
        #expect(try await provider.current("ada").status == .active)
    }

    private func open(_ path: String) async throws -> SubscriptionStatus {
        try await makeProvider(makeWorld(clock, .file(path))).current("ada").status
    }

    private func edit(_ sql: String) async throws {
        let queue = try DatabaseQueue(path: path)
        try await queue.writeWithoutTransaction { try $0.execute(sql: sql) } as Void
        try queue.close()
    }

    private func expectMisconfigured(_ words: String, _ file: String? = nil) async throws {
        let path = file ?? path
        let error = try #require(await failure { _ = try await open(path) })
        #expect(error.code == .providerMisconfigured)
        #expect(error.message.contains(words))
        #expect(error.message.contains(path))
    }

    private func permissions(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
}
