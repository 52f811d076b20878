import Foundation
import Testing

@testable import BillingServer

@Suite("The log's way out")
struct LogDescriptorTests {
    private let line = Array((String(repeating: "x", count: 999) + "\n").utf8)

    @Test("whoever does not read holds nobody up, and learns how many lines were lost", .timeLimit(.minutes(1)))
    func full() throws {
        let pipe = Pipe()
        let log = LogDescriptor(pipe.fileHandleForWriting.fileDescriptor, .json, patience: .milliseconds(1))
        let written = 500
        for _ in 0..<written { log.write(line) }
        var read = 0
        let reader = pipe.fileHandleForReading
        // What the pipe holds, and then what comes once there is room.
        while read < 20 * line.count { read += reader.availableData.count }
        let before = read / line.count
        log.write(line)
        try pipe.fileHandleForWriting.close()
        let rest = String(decoding: reader.readDataToEndOfFile(), as: UTF8.self).split(separator: "\n")
        let kept = before + rest.count - 2
        #expect(rest.last?.count == 999)
        #expect(
            rest.dropLast().last
                == #"{"level":"warning","message":"log lines were dropped: nobody read them","dropped":\#(written - kept)}"#
        )
    }

    @Test("a line that is longer than a pipe holds at once is whole", .timeLimit(.minutes(1))) func long() async throws
    {
        let pipe = Pipe()
        let log = LogDescriptor(pipe.fileHandleForWriting.fileDescriptor, .json, patience: .seconds(20))
        let long = Array((String(repeating: "y", count: 300_000) + "\n").utf8)
        async let read = Task.detached { pipe.fileHandleForReading.readDataToEndOfFile() }.value
        await Task.detached { log.write(long) }.value
        try pipe.fileHandleForWriting.close()
        #expect(await Array(read) == long)
    }

    @Test("where nobody will ever read, a line is lost and nothing else") func closed() throws {
        let pipe = Pipe()
        signal(SIGPIPE, SIG_IGN)
        try pipe.fileHandleForReading.close()
        LogDescriptor(pipe.fileHandleForWriting.fileDescriptor, .terminal).write(line)
    }
}
